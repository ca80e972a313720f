//! Another identity for a disk that was cloned: what its first identity could not send is issued
//! again under the new one, unchanged but for the names of writes.
//!
//! Only operations the log does not have may be issued again: those it has keep their names, and
//! so does everything others wrote over them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::merge::SetChange;
use crate::op::{Base, Dot, Op};

/// The operations of `from`, in order, as those of `to`, numbered from 1. Values, stamps,
/// authors and transactions stay.
#[must_use]
pub fn reissue(ops: &[Op], from: &str, to: &str) -> Vec<Op> {
    let numbers: BTreeMap<u64, u64> = ops.iter().map(|op| op.q).zip(1..).collect();
    let renamed = |dot: &Dot| match numbers.get(&dot.q) {
        Some(q) if dot.device == from => Dot::new(to, *q),
        _ => dot.clone(),
    };
    let base = |base: &Base| Base::from_dots(base.dots().iter().map(renamed).collect());
    ops.iter()
        .zip(1..)
        .map(|(op, q)| Op {
            q,
            f: op
                .f
                .iter()
                .map(|(name, value)| (name.clone(), change(value, renamed)))
                .collect(),
            b: op
                .b
                .iter()
                .filter_map(|(name, dots)| Some((name.clone(), base(dots)?)))
                .collect(),
            ..op.clone().relinked()
        })
        .collect()
}

/// A change of a set names the additions it removes.
fn change(value: &Value, renamed: impl Fn(&Dot) -> Dot) -> Value {
    let Some(mut change) = SetChange::of(value) else {
        return value.clone();
    };
    for dots in change.remove.values_mut() {
        *dots = dots.iter().map(&renamed).collect();
    }
    change.value().unwrap_or_else(|| value.clone())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::clock::Hlc;
    use crate::merge::RowState;

    fn op(q: u64, k: &str, f: Value, b: Value) -> Op {
        serde_json::from_value(json!({
            "q": q, "x": 3, "s": "adv:a", "t": "session", "r": "r", "k": k, "f": f, "b": b,
            "h": Hlc::new(1000 + q, 0), "v": 1, "a": "a", "n": "salt", "later": true
        }))
        .unwrap()
    }

    #[test]
    fn names_of_what_is_issued_again_follow_and_no_other() {
        let ops = [
            op(
                8,
                "put",
                json!({"duration": 30, "themes": {"+": ["email"]}}),
                json!({}),
            ),
            op(
                9,
                "put",
                json!({"duration": 60, "themes": {"-": {"email": ["d:8"], "sante": ["d:2", "e:8"]}}}),
                json!({"duration": ["d:8", "d:3", "e:9"]}),
            ),
        ];
        let again = reissue(&ops, "d", "n");
        assert_eq!((again[0].q, again[1].q), (1, 2));
        assert_eq!(
            again[1].f["themes"],
            json!({"-": {"email": ["n:1"], "sante": ["d:2", "e:8"]}})
        );
        assert_eq!(
            serde_json::to_value(&again[1].b["duration"]).unwrap(),
            json!(["n:1", "d:3", "e:9"])
        );
        assert_eq!(
            (again[1].h, again[1].x, &again[1].more),
            (ops[1].h, 3, &ops[1].more)
        );
    }

    #[test]
    fn the_row_is_the_same_under_either_name() {
        let ops = [
            op(
                1,
                "put",
                json!({"duration": 30, "themes": {"+": ["email", "sante"]}}),
                json!({}),
            ),
            op(
                2,
                "put",
                json!({"duration": 60}),
                json!({"duration": "d:1"}),
            ),
            op(
                3,
                "put",
                json!({"themes": {"-": {"email": ["d:1"]}}}),
                json!({}),
            ),
            op(4, "del", json!({}), json!({"_row": "d:3"})),
        ];
        let fold = |device: &str, ops: &[Op]| {
            let mut state = RowState::default();
            for op in ops {
                state.apply(device, op, op.h);
            }
            state
        };
        let (first, again) = (fold("d", &ops), fold("n", &reissue(&ops, "d", "n")));
        assert_eq!(again.values(), first.values());
        assert_eq!((again.deleted(), again.disputed()), (true, Vec::new()));
        assert_eq!(again.sum("session", "r"), first.sum("session", "r"));
    }
}
