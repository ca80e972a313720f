//! The generated TypeScript files are those of this program.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::Path;

fn check(file: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../ui/src/platform/generated")
        .join(file);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "ui/src/platform/generated/{file} is stale: run `UPDATE_GENERATED=1 cargo test -p escale-app --test typescript`"
    );
}

#[test]
fn bindings_are_up_to_date() {
    check("bindings.ts", &escale_app::typescript::bindings());
}

#[test]
fn vocabulary_is_up_to_date() {
    check(
        "vocabulary.ts",
        &escale_domain::generated::typescript_vocabulary(),
    );
}
