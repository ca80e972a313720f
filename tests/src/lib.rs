//! What the stories across the whole house share: laptops and their server, the real window
//! driven as a person would.

pub mod desktop;
pub mod hands;
pub mod page;
pub mod paper;
pub mod people;
pub mod process;
pub mod scene;
pub mod screens;
pub mod window;
pub mod wire;
