//! The list of files.

use leptos::prelude::*;

use super::state::State;

/// A folder with the names of its files.
type Folder = (String, Vec<String>);

/// Every file, by folder. Those with lines of the focused question are marked.
#[component]
pub(super) fn Files() -> impl IntoView {
    let state = expect_context::<State>();
    let folders = Memo::new(move |_| {
        state.rendered.with(|rendered| folders(rendered.tree.files().map(|(path, _)| path)))
    });
    let count =
        move || folders.with(|folders| folders.iter().map(|(_, files)| files.len()).sum::<usize>());
    let items = move || {
        folders.get().into_iter().map(|folder| view! { <FolderItem folder/> }).collect_view()
    };
    view! {
        <details class="tree" open>
            <summary>{move || super::shell::plural(count(), "file")}</summary>
            <ul data-testid="tree" on:keydown=|event| super::browser::move_between_buttons(&event)>{items}</ul>
        </details>
    }
}

fn folders<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<Folder> {
    let mut folders: Vec<Folder> = Vec::new();
    for path in paths {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        match folders.iter_mut().find(|(name, _)| name == folder) {
            Some((_, files)) => files.push(path.to_owned()),
            None => folders.push((folder.to_owned(), vec![path.to_owned()])),
        }
    }
    folders
}

#[component]
fn FolderItem(folder: Folder) -> impl IntoView {
    let (name, files) = folder;
    let files = files.into_iter().map(|path| view! { <FileItem path/> });
    view! {
        <li class="folder"><span class="folder-name">{name}</span><ul>{files.collect_view()}</ul></li>
    }
}

#[component]
fn FileItem(path: String) -> impl IntoView {
    let state = expect_context::<State>();
    let name = path.rsplit('/').next().unwrap_or_default().to_owned();
    let path = StoredValue::new(path);
    let open = move || path.with_value(|path| state.file.with(|open| open == path));
    let mine = Memo::new(move |_| {
        let Some(field) = state.focused.get() else { return false };
        state.rendered.with(|rendered| {
            path.with_value(|path| {
                let lines = rendered.tree.file(path).unwrap_or_default();
                lines.iter().any(|line| line.from.contains(field))
            })
        })
    });
    view! {
        <li>
            <button type="button" class="file" class:is-mine=move || mine.get() data-testid=format!("file-{}", path.get_value())
                aria-current=move || open().then_some("true") on:click=move |_| state.open(&path.get_value())>
                {name}
                <Show when=move || mine.get()><span class="hidden">", has lines of this question"</span></Show>
            </button>
        </li>
    }
}
