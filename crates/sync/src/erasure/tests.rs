use serde_json::json;

use super::*;

fn op(f: Value) -> Op {
    serde_json::from_value(json!({
        "q": 1, "x": 1, "s": "adv:a", "t": "beneficiary", "r": "r", "k": "erase", "f": f,
        "h": "000000000001.0000", "v": 1, "a": "a", "n": "salt", "later": "CANARI"
    }))
    .unwrap()
}

#[test]
fn an_erasure_says_what_goes_and_what_stays() {
    let said = op(json!({"by": "e-1", "why": "asked", "keep": {"gender": "FEMININ"}}));
    let erasing = said.erasing().unwrap();
    assert!(erasing.only.is_none());
    assert_eq!(erasing.fields(), said.f);
    let some = op(json!({"by": "e-1", "why": "asked", "only": ["notes"]}));
    assert_eq!(some.erasing().unwrap().fields(), some.f);
}

#[test]
fn one_that_cannot_be_followed_is_none() {
    for odd in [
        json!({}),
        json!({"by": "e-1"}),
        json!({"by": "", "why": "asked"}),
        json!({"by": "e 1", "why": "asked"}),
        json!({"by": "e-1", "why": "asked", "only": []}),
        json!({"by": "e-1", "why": "asked", "only": ["*"]}),
        json!({"by": "e-1", "why": "asked", "only": [1]}),
        json!({"by": "e-1", "why": "asked", "keep": 1}),
    ] {
        assert!(op(odd.clone()).erasing().is_none(), "{odd}");
    }
}

#[test]
fn an_emptied_body_says_nothing_and_the_chain_goes_on() {
    let mut put = op(json!({"last_name": "CANARI", "status": "X"}));
    put.k = kind::PUT.into();
    let before = Chain([7; 32]);
    let after = put.chain_after(before).unwrap();
    let whole = emptied(&put, None, "e-1").linked(after);
    let text = serde_json::to_string(&whole).unwrap();
    assert!(!text.contains("CANARI") && !text.contains("salt"), "{text}");
    assert_eq!(whole.chain_after(before).unwrap(), after);
    assert_eq!(
        emptied(&whole, None, "e-2").chain_after(before).unwrap(),
        after,
        "emptied twice"
    );
    put.more.clear();
    let after = put.chain_after(before).unwrap();
    let only = BTreeSet::from(["last_name".to_owned()]);
    let part = emptied(&put, Some(&only), "e-1").linked(after);
    assert_eq!(part.f, BTreeMap::from([("status".to_owned(), json!("X"))]));
    assert_eq!(part.chain_after(before).unwrap(), after);
    assert!(!serde_json::to_string(&part).unwrap().contains("CANARI"));
}
