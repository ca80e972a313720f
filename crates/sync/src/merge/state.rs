//! The row state as kept on disk: writes once, values pointing at them by position.
//!
//! `{"w":[[device,q,stamp,author]…],"f":{field:[[position,value]…]},"s":{set:{element:[positions]}},
//! "l":{field:[positions]},"p":{field:[dots]},"o":{set:{element:[dots]}},"z":{erased field:[dots]}}`; canonical, so that equal states are equal bytes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value;

use super::{Elements, Register, RowState, Write};
use crate::clock::Hlc;
use crate::op::Dot;

#[derive(Serialize, Deserialize)]
struct Disk {
    w: Vec<(String, u64, Hlc, String)>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    f: BTreeMap<String, Vec<(usize, Value)>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    s: BTreeMap<String, BTreeMap<String, Vec<usize>>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    l: BTreeMap<String, Vec<usize>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    p: BTreeMap<String, BTreeSet<Dot>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    o: BTreeMap<String, BTreeMap<String, BTreeSet<Dot>>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    z: BTreeMap<String, BTreeSet<Dot>>,
}

impl Serialize for RowState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let positions: BTreeMap<&Dot, usize> = self
            .writes
            .keys()
            .enumerate()
            .map(|(i, dot)| (dot, i))
            .collect();
        let position = |dot: &Dot| positions.get(dot).copied();
        Disk {
            w: self
                .writes
                .iter()
                .map(|(dot, write)| (dot.device.clone(), dot.q, write.e, write.author.clone()))
                .collect(),
            f: self
                .fields
                .iter()
                .map(|(name, register)| {
                    let heads = register.heads.iter();
                    (
                        name.clone(),
                        heads
                            .filter_map(|(dot, v)| Some((position(dot)?, v.clone())))
                            .collect(),
                    )
                })
                .collect(),
            s: self
                .sets
                .iter()
                .map(|(name, set)| {
                    let elements = set.added.iter();
                    (
                        name.clone(),
                        elements
                            .map(|(e, dots)| {
                                (e.clone(), dots.iter().filter_map(position).collect())
                            })
                            .collect(),
                    )
                })
                .collect(),
            l: self
                .fields
                .iter()
                .map(|(name, register)| {
                    let last = register
                        .last
                        .iter()
                        .map(|(device, q)| Dot::new(device.clone(), *q));
                    let covered = last.filter(|dot| !register.heads.contains_key(dot));
                    (
                        name.clone(),
                        covered.filter_map(|dot| position(&dot)).collect::<Vec<_>>(),
                    )
                })
                .filter(|(_, positions)| !positions.is_empty())
                .collect(),
            p: self
                .fields
                .iter()
                .filter(|(_, register)| !register.waiting.is_empty())
                .map(|(name, register)| (name.clone(), register.waiting.clone()))
                .collect(),
            o: self
                .sets
                .iter()
                .filter(|(_, set)| !set.waiting.is_empty())
                .map(|(name, set)| (name.clone(), set.waiting.clone()))
                .collect(),
            z: self.erased.clone(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RowState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let disk = Disk::deserialize(deserializer)?;
        let dots: Vec<Dot> = disk
            .w
            .iter()
            .map(|(device, q, ..)| Dot::new(device.clone(), *q))
            .collect();
        let dot = |position: usize| {
            dots.get(position)
                .cloned()
                .ok_or_else(|| D::Error::custom("position out of range"))
        };
        let mut state = Self::default();
        for (name, heads) in disk.f {
            let mut register = Register::default();
            for (position, value) in heads {
                let dot = dot(position)?;
                let last = register.last.entry(dot.device.clone()).or_default();
                *last = dot.q.max(*last);
                register.heads.insert(dot, value);
            }
            state.fields.insert(name, register);
        }
        for (name, positions) in disk.l {
            let register = state.fields.entry(name).or_default();
            for position in positions {
                let dot = dot(position)?;
                let last = register.last.entry(dot.device).or_default();
                *last = dot.q.max(*last);
            }
        }
        for (name, waiting) in disk.p {
            state.fields.entry(name).or_default().waiting = waiting;
        }
        for (name, elements) in disk.s {
            let mut set = Elements::default();
            for (element, positions) in elements {
                set.added.insert(
                    element,
                    positions.into_iter().map(dot).collect::<Result<_, _>>()?,
                );
            }
            state.sets.insert(name, set);
        }
        for (name, waiting) in disk.o {
            state.sets.entry(name).or_default().waiting = waiting;
        }
        state.erased = disk.z;
        state.writes = disk
            .w
            .into_iter()
            .map(|(device, q, e, author)| (Dot::new(device, q), Write { e, author }))
            .collect();
        Ok(state)
    }
}
