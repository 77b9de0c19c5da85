//! Checks across questions. Each is a function that may push findings; `CHECKS` lists them.
//!
//! Codes are the rule ids of the project's list of real failures where it has one.

mod access;
mod alerts;
mod availability;
mod flux;
mod storage;

use super::{Plan, Problem};

/// A check across questions.
type Check = fn(&Plan, &mut Vec<Problem>);

/// Every check, in the order in which findings of the same weight are listed.
const CHECKS: &[Check] = &[
    access::placeholder,
    access::hosts,
    access::login,
    access::section,
    access::certificates,
    access::middleware,
    availability::nodes,
    availability::store,
    availability::placeholders,
    availability::grafana,
    storage::prometheus,
    storage::others,
    storage::limits,
    storage::memory,
    storage::journal,
    storage::series,
    alerts::intervals,
    alerts::emergencies,
    alerts::receivers,
    flux::prefix,
    flux::order,
    flux::owners,
    flux::namespaces,
    flux::left_out,
    flux::proxy,
    flux::stores,
    flux::sources,
    flux::engine,
];

/// Runs every check.
pub(super) fn check(plan: &Plan, problems: &mut Vec<Problem>) {
    for check in CHECKS {
        check(plan, problems);
    }
}
