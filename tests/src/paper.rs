//! Paper, read back from its bytes: its words, and that nothing of it stands where everybody can
//! read (names of files, properties of files). What a screen types into a follow-up.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use data_encoding::BASE64;
use escale_app::api::file::FileOut;
use escale_app::api::followup::FollowUpFile;
use escale_app::api::session::Saved;
use escale_testkit::laptop::Laptop;
use serde_json::{Value, json};

/// A family name that must never stand in clear in the bytes of a document.
const HERS: &str = "Lemarinel";

/// A document a command makes, and its words. Kept in the folder `ESCALE_PAPERS`, when that is set.
///
/// # Errors
/// When it is refused, or is no PDF, or names somebody outside its pages.
pub fn read(laptop: &Laptop, command: &str, args: Value) -> Result<(FileOut, String)> {
    let file: FileOut = laptop.get(command, args)?;
    ensure!(file.media_type == "application/pdf", "not a PDF");
    let bytes = BASE64.decode(file.base64.as_bytes())?;
    if let Some(folder) = std::env::var_os("ESCALE_PAPERS").map(PathBuf::from) {
        let rank = std::fs::read_dir(&folder)?.count();
        std::fs::write(folder.join(format!("{command}-{rank}.pdf")), &bytes)?;
    }
    let clear = String::from_utf8_lossy(&bytes);
    ensure!(!clear.contains(HERS), "a name stands in clear in the file");
    let words = words(&bytes)?;
    Ok((file, words))
}

/// The words of a PDF, a space between them.
///
/// # Errors
/// When it is none.
pub fn words(bytes: &[u8]) -> Result<String> {
    let pdf = lopdf::Document::load_mem(bytes)?;
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    let text = pdf.extract_text(&pages)?.replace('\u{a0}', " ");
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether a text says all that.
///
/// # Errors
/// When it does not.
pub fn says(text: &str, words: &[&str]) -> Result<()> {
    for words in words {
        ensure!(text.contains(words), "no « {words} » in: {text}");
    }
    Ok(())
}

/// Something that follows a person, saved from an opened form as a screen does. Its identifier.
///
/// # Errors
/// When it is refused.
pub fn follow(laptop: &Laptop, kind: &str, ask: &Value, changes: &Value) -> Result<String> {
    let mut request = json!({"kind": kind, "id": null, "beneficiary": null, "session": null});
    merge(&mut request, ask);
    let file: FollowUpFile = laptop.get("followup_open", request)?;
    let mut form = serde_json::to_value(&file.form)?;
    merge(&mut form["form"], changes);
    let save = json!({"id": file.id, "draft": null, "form": form, "version": file.version});
    Ok(laptop.get::<Saved>("followup_save", save)?.id)
}

/// Puts the members of one object into another.
pub fn merge(into: &mut Value, from: &Value) {
    if let (Some(into), Some(from)) = (into.as_object_mut(), from.as_object()) {
        into.extend(from.clone());
    }
}
