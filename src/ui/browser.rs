//! Everything that touches the browser itself.

use gloo::file::{Blob, ObjectUrl};
use gloo::utils::{body, document, document_element, window};
use leptos::prelude::request_animation_frame;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlAnchorElement, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Removes the text that is shown until the page runs.
pub(super) fn clear_shell() {
    if let Some(shell) = document().get_element_by_id("shell") {
        shell.remove();
    }
}

/// What stands behind the `#` of the address.
pub(super) fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').map_or_else(String::new, str::to_owned)
}

/// The address without its fragment.
pub(super) fn page_address() -> String {
    let href = window().location().href().unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// Changes the fragment in place.
pub(super) fn replace_fragment(fragment: &str) {
    let Ok(history) = window().history() else { return };
    // A browser that refuses (some limit how often) leaves the older address, which the next edit mends.
    let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{fragment}")));
}

/// Changes the fragment so that Back returns to the older one.
pub(super) fn push_fragment(fragment: &str) {
    let Ok(history) = window().history() else { return };
    let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&format!("#{fragment}")));
}

/// Calls back whenever the user changes the address or goes back.
pub(super) fn on_address(callback: impl Fn() + 'static) {
    // The listener lives as long as the page.
    let listener = gloo::events::EventListener::new(&window(), "popstate", move |_| callback());
    listener.forget();
}

/// Sets the title of the tab.
pub(super) fn set_title(title: &str) {
    document().set_title(title);
}

/// Marks the document for everyone who waits for the page: usable, and one more preview finished.
pub(super) fn set_ready(revision: u32) {
    let html = document_element();
    let _ = html.set_attribute("data-rev", &revision.to_string());
    let _ = html.set_attribute("data-ready", "1");
}

/// Gives a file to the user.
pub(super) fn save(name: &str, kind: &str, bytes: &[u8]) {
    let blob = Blob::new_with_options(bytes, Some(kind));
    let url = ObjectUrl::from(blob);
    let Ok(anchor) = document().create_element("a") else { return };
    let anchor: HtmlAnchorElement = anchor.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    let _ = body().append_child(&anchor);
    anchor.click();
    anchor.remove();
    // The browser reads the blob after this call, so its address must outlive it for a while.
    gloo::timers::callback::Timeout::new(60_000, move || drop(url)).forget();
}

/// Copies a text, and says whether the browser allowed it.
pub(super) async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return false;
    }
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Moves the focus to an element once the page has drawn it.
pub(super) fn focus(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        let Some(element) = document().get_element_by_id(&id) else { return };
        if let Some(element) = element.dyn_ref::<HtmlElement>() {
            let _ = element.focus();
        }
        scroll(&element);
    });
}

/// Brings an element into sight once the page has drawn it.
pub(super) fn show(selector: &str) {
    let selector = selector.to_owned();
    request_animation_frame(move || {
        if let Ok(Some(element)) = document().query_selector(&selector) {
            scroll(&element);
        }
    });
}

/// Whether an element takes text and has an undo of its own.
pub(super) fn is_text_input(target: Option<web_sys::EventTarget>) -> bool {
    let element = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| {
        element.matches("input[type=text], input[type=password], textarea").unwrap_or(false)
    })
}

/// The file that the user chose in a file input.
pub(super) fn chosen_file(event: &web_sys::Event) -> Option<web_sys::File> {
    let input: web_sys::HtmlInputElement = event.target()?.dyn_into().ok()?;
    input.files()?.get(0)
}

/// The text of a file. Bytes that are no UTF-8 are replaced, as the browser does.
pub(super) async fn read(file: &web_sys::File) -> Option<String> {
    wasm_bindgen_futures::JsFuture::from(file.text()).await.ok()?.as_string()
}

/// Puts a text into an input, or takes it out.
pub(super) fn set_value(id: &str, text: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    if let Some(input) = element.dyn_ref::<web_sys::HtmlInputElement>() {
        input.set_value(text);
    } else if let Some(area) = element.dyn_ref::<web_sys::HtmlTextAreaElement>() {
        area.set_value(text);
    }
}

/// The text of a text area.
pub(super) fn value(id: &str) -> String {
    let area = document().get_element_by_id(id);
    let area = area.and_then(|area| area.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
    area.map(|area| area.value()).unwrap_or_default()
}

/// The moment in RFC 3339, in whole seconds of UTC.
pub(super) fn now() -> String {
    let text = String::from(js_sys::Date::new_0().to_iso_string());
    text.get(..19).map(|seconds| format!("{seconds}Z")).unwrap_or_default()
}

/// Selects the text of an input.
pub(super) fn select(id: &str) {
    let input = document().get_element_by_id(id);
    if let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok())
    {
        input.select();
    }
}

/// Moves the focus between the buttons of a list by the arrow keys, Home and End.
pub(super) fn move_between_buttons(event: &web_sys::KeyboardEvent) {
    let Some(list) =
        event.current_target().and_then(|list| list.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    let Ok(buttons) = list.query_selector_all("button") else { return };
    let active = document().active_element();
    let here =
        (0..buttons.length()).find(|index| buttons.item(*index).as_ref() == active.as_deref());
    let end = buttons.length().saturating_sub(1);
    let next = match (event.key().as_str(), here) {
        ("ArrowDown", Some(index)) => (index + 1).min(end),
        ("ArrowUp", Some(index)) => index.saturating_sub(1),
        ("Home", _) => 0,
        ("End", _) => end,
        _ => return,
    };
    event.prevent_default();
    let button = buttons.item(next).and_then(|button| button.dyn_into::<HtmlElement>().ok());
    if let Some(button) = button {
        let _ = button.focus();
    }
}

/// Marks one line of the code, counted from 0, and no other.
pub(super) fn mark_cursor(line: Option<usize>) {
    if let Ok(Some(old)) = document().query_selector(".line.is-cursor") {
        let _ = old.class_list().remove_1("is-cursor");
    }
    let lines = document().query_selector(".code").ok().flatten().map(|code| code.children());
    let found = line.zip(lines).and_then(|(line, lines)| lines.item(u32::try_from(line).ok()?));
    if let Some(line) = found {
        let _ = line.class_list().add_1("is-cursor");
        scroll(&line);
    }
}

fn scroll(element: &web_sys::Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Opens or closes a `<dialog>`.
pub(super) fn toggle_dialog(id: &str, open: bool) {
    let Some(dialog) = document().get_element_by_id(id) else { return };
    let Ok(dialog) = dialog.dyn_into::<web_sys::HtmlDialogElement>() else { return };
    if open {
        let _ = dialog.show_modal();
    } else {
        dialog.close();
    }
}

/// The line of the code that a click hit, counted from 0.
pub(super) fn line_of(target: Option<web_sys::EventTarget>) -> Option<usize> {
    let element: web_sys::Element = target?.dyn_into().ok()?;
    let line = element.closest(".line").ok()??;
    let parent = line.parent_element()?;
    let lines = parent.children();
    (0..lines.length())
        .find(|index| lines.item(*index).as_ref() == Some(&line))
        .map(|index| index as usize)
}
