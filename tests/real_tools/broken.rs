//! The real tools refuse what is broken on purpose.

use super::Run;
use super::common::broken::{BROKEN, Check, place};

pub(crate) fn run(run: &mut Run) {
    for (name, check, message) in BROKEN {
        let (tool, arguments): (_, &[&str]) = match check {
            Check::Kustomize => ("kustomize", &["build"]),
            Check::Promtool => ("promtool", &["check", "rules"]),
            Check::Amtool => ("amtool", &["check-config"]),
            Check::AlloyParser => ("alloy-parser", &[]),
            Check::Strict | Check::Owners | Check::Values | Check::Alloy => continue,
        };
        let Some(program) = run.tools.get(tool) else { continue };
        let place = place(name);
        let arguments = arguments.iter().map(AsRef::as_ref).chain([place.as_os_str()]);
        let result = match program.run(arguments) {
            Ok(_) => Err("it is taken".to_owned()),
            Err(said) if said.contains(message) => Ok(format!("{message:?}")),
            Err(said) => Err(format!("the message lacks {message:?}:\n{said}")),
        };
        run.report.check(&format!("{tool} refuses {name}"), result);
    }
}
