//! Mounts the page in a browser; elsewhere this is the command line.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    monitree::cli::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {
    monitree::ui::mount();
}
