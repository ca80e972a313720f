//! The screens' files, as built. Nothing outside their folder, nothing hidden.

use std::path::{Path, PathBuf};

/// The file of a request's path, and its media type.
pub(crate) fn find(ui: &Path, path: &str) -> Option<(PathBuf, &'static str)> {
    let relative = match path.strip_prefix('/')? {
        "" => "index.html",
        named => named,
    };
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    if !relative.split('/').all(plain) {
        return None;
    }
    let file = ui.join(relative);
    let kind = media_type(file.extension()?.to_str()?)?;
    Some((file, kind))
}

fn media_type(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_inside_the_folder() {
        let found = |path| find(Path::new("/ui"), path).map(|(file, _)| file);
        assert_eq!(found("/"), Some("/ui/index.html".into()));
        assert_eq!(
            found("/assets/app-1a2B.js"),
            Some("/ui/assets/app-1a2B.js".into())
        );
        for outside in [
            "/../secret.txt",
            "/assets/../../secret.txt",
            "//etc/passwd.txt",
            "/.env.txt",
            "/%2e%2e/secret.txt",
            "/assets\\..\\secret.txt",
            "/C:/secret.txt",
            "/assets/",
            "/script.sh",
        ] {
            assert_eq!(found(outside), None, "{outside}");
        }
    }
}
