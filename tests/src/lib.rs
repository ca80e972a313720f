//! What the stories across the whole house share: the real window, driven as a person would.

pub mod process;
pub mod window;
