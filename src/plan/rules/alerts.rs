//! Checks on Alertmanager and Pushover.

use crate::plan::{Field, Plan, Problem};
use crate::value::Priority;

/// Intervals that cancel each other out.
pub(super) fn intervals(plan: &Plan, problems: &mut Vec<Problem>) {
    if plan.alert_repeat_interval.seconds() < plan.alert_group_interval.seconds() {
        let message = format!(
            "the repeat interval {} is shorter than the group interval {}",
            *plan.alert_repeat_interval, *plan.alert_group_interval
        );
        let why = "Alertmanager looks at a group only once every group interval.";
        let fields = [Field::alert_repeat_interval, Field::alert_group_interval];
        let problem = Problem::warning("am.repeat-interval", &fields, message, why);
        problems
            .push(problem.fix(Field::alert_repeat_interval, plan.alert_group_interval.to_string()));
    }
}

/// The limits of Pushover for messages that repeat.
pub(super) fn emergencies(plan: &Plan, problems: &mut Vec<Problem>) {
    let priorities = [
        &plan.pushover_critical_priority,
        &plan.pushover_warning_priority,
        &plan.pushover_flux_priority,
    ];
    if !*plan.pushover || priorities.iter().all(|priority| ***priority != Priority::Emergency) {
        return;
    }
    let why = "Pushover refuses the message, so the alert is never delivered.";
    if plan.pushover_retry.seconds() < 30 {
        let message =
            format!("{} is too short: Pushover repeats every 30s at most", *plan.pushover_retry);
        problems.push(
            Problem::error("pushover.emergency-default", &[Field::pushover_retry], message, why)
                .fix(Field::pushover_retry, "30s"),
        );
    }
    if plan.pushover_expire.seconds() > 10_800 {
        let message =
            format!("{} is too long: Pushover repeats for 3h at most", *plan.pushover_expire);
        problems.push(
            Problem::error("pushover.emergency-default", &[Field::pushover_expire], message, why)
                .fix(Field::pushover_expire, "3h"),
        );
    }
}

/// A stack whose alerts reach nobody.
pub(super) fn receivers(plan: &Plan, problems: &mut Vec<Problem>) {
    if !*plan.pushover && !plan.configures_alertmanager() {
        let message = "no alert is sent to anyone".to_owned();
        let why = "Alerts show in Alertmanager and Grafana only.";
        problems.push(
            Problem::warning("am.no-receiver", &[Field::pushover], message, why)
                .fix(Field::pushover, "true"),
        );
    }
}
