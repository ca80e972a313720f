//! What the desktop around the window does: the cross in the corner.

use anyhow::{Context as _, Result};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask};
use x11rb::rust_connection::RustConnection;

/// Asks each window of this display to close, as a window manager does for the cross: by the
/// message `WM_DELETE_WINDOW`, to those that say they understand it. How many were asked.
///
/// # Errors
/// When the display does not answer.
pub fn press_the_cross(display: &str) -> Result<usize> {
    let (desktop, screen) = RustConnection::connect(Some(display))?;
    let root = desktop
        .setup()
        .roots
        .get(screen)
        .context("a display has a screen")?
        .root;
    let atom = |name: &str| -> Result<u32> {
        Ok(desktop.intern_atom(false, name.as_bytes())?.reply()?.atom)
    };
    let (protocols, delete) = (atom("WM_PROTOCOLS")?, atom("WM_DELETE_WINDOW")?);
    let mut asked = 0;
    for window in desktop.query_tree(root)?.reply()?.children {
        // Windows come and go: one that has gone has no cross.
        let Ok(understood) = desktop
            .get_property(false, window, protocols, AtomEnum::ATOM, 0, 32)?
            .reply()
        else {
            continue;
        };
        let shown = desktop.get_window_attributes(window)?.reply();
        let shown =
            shown.is_ok_and(|it| it.map_state == x11rb::protocol::xproto::MapState::VIEWABLE);
        let understands = understood
            .value32()
            .is_some_and(|mut atoms| atoms.any(|atom| atom == delete));
        if !shown || !understands {
            continue;
        }
        let now = x11rb::CURRENT_TIME;
        let message = ClientMessageEvent::new(32, window, protocols, [delete, now, 0, 0, 0]);
        desktop.send_event(false, window, EventMask::NO_EVENT, message)?;
        asked += 1;
    }
    desktop.flush()?;
    Ok(asked)
}
