//! The desktop's own content policy, so that a screen which breaks it breaks here first.

use anyhow::Context;
use serde_json::Value;

/// The one place where the policy is written.
const DESKTOP: &str = include_str!("../../../src-tauri/tauri.conf.json");

/// The value of the header. The screens call this host where they call the window's own bridge.
pub(crate) fn content_policy() -> anyhow::Result<String> {
    let config: Value = serde_json::from_str(DESKTOP)?;
    let rules = config
        .pointer("/app/security/csp")
        .and_then(Value::as_object)
        .context("the desktop has no content policy")?;
    let mut parts = Vec::new();
    for (directive, sources) in rules {
        let sources = match directive.as_str() {
            "connect-src" => "'self'",
            _ => sources
                .as_str()
                .context("a directive of the content policy is not text")?,
        };
        parts.push(format!("{directive} {sources}"));
    }
    Ok(parts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_desktops_but_for_the_bridge() {
        let policy = content_policy().unwrap();
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert!(policy.contains("script-src 'self'"), "{policy}");
        assert!(policy.contains("connect-src 'self'"), "{policy}");
        assert!(!policy.contains("ipc:"), "{policy}");
    }
}
