//! What devices might say: a script drawn from a seed, the same at each run.

use std::collections::BTreeMap;

use escale_sync::clock::Hlc;
use escale_sync::op::{Base, Chain, Dot, Op};
use escale_sync::wire::Push;
use serde_json::{Value, json};

use super::tests::NOW;

/// A device that writes.
pub(super) struct Author {
    pub(super) id: String,
    pub(super) q: u64,
    pub(super) chain: Chain,
}

/// A small generator, so that the script is the same at each run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Rarely a whole row, or nothing would be left to compare.
fn erasing(dice: &mut Dice) -> BTreeMap<String, Value> {
    let mut f = BTreeMap::from([
        ("by".to_owned(), json!(format!("e-{}", dice.roll(9)))),
        ("why".to_owned(), json!("asked")),
    ]);
    if dice.roll(30) > 0 {
        let field = ["notes", "themes"][dice.roll(2) as usize];
        f.insert("only".to_owned(), json!([field]));
    } else {
        f.insert("keep".to_owned(), json!({"duration": 5}));
    }
    f
}

/// A push of a few operations, some of kinds and to scopes it may not write.
pub(super) fn ops(
    author: &mut Author,
    dice: &mut Dice,
    others: &[String],
    scopes: &[String],
) -> Push {
    let (x, prev_chain) = (author.q + 1, author.chain);
    let ops = (0..=dice.roll(4))
        .map(|_| {
            author.q += 1;
            let field = ["duration", "notes", "themes"][dice.roll(3) as usize];
            let value = match field {
                "themes" => json!({"+": [format!("t{}", dice.roll(3))]}),
                _ => json!(dice.roll(9)),
            };
            let mut bases = BTreeMap::new();
            if dice.roll(2) == 0 {
                let device = &others[dice.roll(others.len() as u64) as usize];
                bases.insert(
                    field.to_owned(),
                    Base::One(Dot::new(device, 1 + dice.roll(6))),
                );
            }
            let kind = [
                "put", "put", "put", "move", "del", "undel", "later", "erase",
            ][dice.roll(8) as usize];
            let f = if kind == "erase" {
                erasing(dice)
            } else if kind == "move" {
                let to = ["adv:a", "adv:b", "adv:b", "adv:foreign"][dice.roll(4) as usize];
                BTreeMap::from([("to".to_owned(), json!(to))])
            } else {
                BTreeMap::from([(field.to_owned(), value)])
            };
            let op = Op {
                q: author.q,
                x,
                s: scopes[dice.roll(scopes.len() as u64) as usize].clone(),
                t: ["session", "unheard-of"][dice.roll(2) as usize].into(),
                r: format!("r{}", dice.roll(8)),
                k: kind.into(),
                f,
                b: bases,
                h: Hlc::new(NOW + dice.roll(1000) * 1000, 0),
                v: 1,
                a: "a".into(),
                n: String::new(),
                more: BTreeMap::from([("later".to_owned(), json!({"kept": true}))]),
            };
            author.chain = author.chain.then(&op.canonical().unwrap());
            op
        })
        .collect();
    Push {
        prev_chain,
        ops,
        stamped: Vec::new(),
    }
}
