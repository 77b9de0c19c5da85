//! kustomize builds every folder of a tree, and Alloy's parser reads every configuration.

use super::Run;
use super::common::objects::{self, Object};
use super::common::strict::Strict;
use super::common::{Case, alloy};
use super::report::unless;
use super::tools::{Folder, Tool};

pub(crate) fn run(run: &mut Run) {
    if let Some(kustomize) = run.tools.get("kustomize") {
        let strict = Strict::new();
        for case in run.golden.iter().chain(&run.drafts) {
            let built = built(kustomize, &run.folder, case, &strict);
            run.report.check(&format!("kustomize builds {}", case.name), built);
        }
    }
    if let Some(parser) = run.tools.get("alloy-parser") {
        for case in run.golden.iter().chain(&run.drafts) {
            let read = read_by_alloy(parser, &run.folder, case);
            run.report.check(&format!("Alloy parses {}", case.name), read);
        }
    }
}

/// Builds every folder and checks what comes out, strictly and against what the files hold.
fn built(tool: &Tool, folder: &Folder, case: &Case, strict: &Strict) -> Result<String, String> {
    for (path, lines) in case.rendered.tree.files() {
        folder.write(&format!("{}/{path}", case.name), &monitree::yaml::text(lines));
    }
    let files = case.rendered.tree.files().map(|(path, _)| path);
    let folders: Vec<&str> =
        files.filter_map(|path| path.strip_suffix("/kustomization.yaml")).collect();
    let mut built = Vec::new();
    for path in &folders {
        let text = tool
            .run(["build".as_ref(), folder.join(&format!("{}/{path}", case.name)).as_os_str()])?;
        built.extend(objects::of_text(path, &text)?);
    }
    tool.saw(folders.len(), built.len());
    let mut faults: Vec<String> = built.iter().flat_map(|own| strict.faults(own)).collect();
    faults.extend(objects::twice(&built));
    faults.extend(forgotten(case, &folders, &built));
    unless(&faults, || format!("{} folders, {} objects", folders.len(), built.len()))
}

/// Objects in files of these folders that no build brought out.
fn forgotten(case: &Case, folders: &[&str], built: &[Object]) -> Vec<String> {
    let in_folder = |object: &Object| {
        let parent = object.file.rsplit_once('/').map(|(parent, _)| parent);
        parent.is_some_and(|parent| folders.contains(&parent))
    };
    let applied = case.objects().into_iter().filter(|object| {
        let list = object.is("kustomize.config.k8s.io/", "Kustomization");
        object.file.rsplit('.').next() == Some("yaml") && in_folder(object) && !list
    });
    let lost = applied.filter(|object| built.iter().all(|own| own.value != object.value));
    lost.map(|object| format!("{} is not built as it is written", object.title())).collect()
}

fn read_by_alloy(tool: &Tool, folder: &Folder, case: &Case) -> Result<String, String> {
    let mut files = Vec::new();
    for release in case.releases() {
        if let Some(text) = alloy::of_release(&release) {
            files.push(folder.write(&format!("{}/{}.alloy", case.name, release.name), text));
        }
    }
    tool.run(&files)?;
    tool.saw(files.len(), 0);
    if files.is_empty() {
        return Err("there is no configuration of Alloy".to_owned());
    }
    Ok(format!("{} configurations", files.len()))
}
