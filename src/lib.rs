//! Plans a Kubernetes monitoring stack and writes its Flux tree.

pub mod bundle;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
pub mod digest;
pub mod highlight;
pub mod link;
pub mod plan;
pub mod plan_file;
pub mod render;
pub mod stack;
pub mod text;
pub mod tree;
#[cfg(target_arch = "wasm32")]
pub mod ui;
pub mod value;
pub mod yaml;
