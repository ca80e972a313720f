//! Prepares the desktop program: its window's rights, its icon, its page.

use std::path::Path;

fn main() {
    // The screens reach Rust through the one command, and hand a file to the dialog that asks
    // where to save it; nothing else.
    let rights = tauri_build::AppManifest::new().commands(&["command", "save_file"]);
    println!("cargo:rerun-if-changed=../ui/dist");
    if !Path::new("../ui/dist/index.html").is_file() {
        println!(
            "cargo::error=The screens are not built (ui/dist/index.html is missing): run `make setup`."
        );
        return;
    }
    let attributes = tauri_build::Attributes::new().app_manifest(rights);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
