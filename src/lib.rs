//! Plans a Kubernetes monitoring stack and writes its Flux tree.

pub mod bundle;
pub mod digest;
pub mod link;
pub mod plan;
pub mod text;
pub mod tree;
pub mod value;
pub mod yaml;
