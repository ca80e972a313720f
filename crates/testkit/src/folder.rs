//! Folders: copied as they are at an instant, and looked through for what must not be there.

use std::io;
use std::path::{Path, PathBuf};

/// Copies a folder as it is now, files being written included: what a kill or a theft would find.
///
/// # Errors
/// When a file cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Every file below a folder.
///
/// # Errors
/// When a folder cannot be read.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Whether these bytes hold that text, as UTF-8, as UTF-16 or in another case.
#[must_use]
pub fn holds(bytes: &[u8], text: &str) -> bool {
    let bytes = bytes.to_ascii_lowercase();
    let text = text.to_ascii_lowercase();
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let contains = |needle: &[u8]| {
        !needle.is_empty() && bytes.windows(needle.len()).any(|part| part == needle)
    };
    contains(text.as_bytes()) || contains(&wide)
}

/// The files below a folder whose name or content holds one of these texts, each with the text.
///
/// # Errors
/// When a file cannot be read.
pub fn leaks(folder: &Path, texts: &[&str]) -> io::Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    for path in files(folder)? {
        let content = std::fs::read(&path)?;
        let name = path
            .strip_prefix(folder)
            .unwrap_or(&path)
            .to_string_lossy()
            .into_owned();
        for text in texts {
            if holds(&content, text) || holds(name.as_bytes(), text) {
                found.push((path.clone(), (*text).to_owned()));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leak_is_found_wherever_it_is() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("in")).unwrap();
        std::fs::write(folder.path().join("in/a.bin"), b"xxMARKEDxx").unwrap();
        let wide: Vec<u8> = "marked".encode_utf16().flat_map(u16::to_le_bytes).collect();
        std::fs::write(folder.path().join("b.bin"), wide).unwrap();
        std::fs::write(folder.path().join("marked.txt"), b"").unwrap();
        std::fs::write(folder.path().join("clean"), b"mark ed").unwrap();
        assert_eq!(leaks(folder.path(), &["Marked"]).unwrap().len(), 3);
        let copied = tempfile::tempdir().unwrap();
        copy(folder.path(), copied.path()).unwrap();
        assert_eq!(files(copied.path()).unwrap().len(), 4);
    }
}
