//! Making a failing run shorter.

use super::{Plan, run};

/// Leaves out steps as long as the run still fails, at most so many runs; the shorter plan.
#[must_use]
pub fn shrink(plan: &Plan, mut runs: usize) -> Plan {
    let mut best = plan.clone();
    let mut chunk = (plan.steps / 2).max(1);
    loop {
        let mut at = 0;
        while at < plan.steps && runs > 0 {
            let shorter = Plan {
                without: best.without.iter().copied().chain(at..at + chunk).collect(),
                ..best.clone()
            };
            if shorter.without != best.without {
                runs -= 1;
                if run(&shorter).failure.is_some() {
                    best = shorter;
                }
            }
            at += chunk;
        }
        if chunk == 1 || runs == 0 {
            return best;
        }
        chunk /= 2;
    }
}
