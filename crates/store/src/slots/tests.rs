use super::*;

const PHRASE: &str = "canard tuile rivage chemin lampe";

struct Bench {
    dir: tempfile::TempDir,
    key: Key,
    secret: KeyringSecret,
}

impl Bench {
    fn new() -> Self {
        let (key, secret) = (Key::generate().unwrap(), KeyringSecret::generate().unwrap());
        Self {
            dir: tempfile::tempdir().unwrap(),
            key,
            secret,
        }
    }

    fn binding() -> Binding {
        Binding {
            db_uuid: "notebook-1".into(),
            device_id: "device-1".into(),
        }
    }

    fn create(&self, protection: Protection<'_>) -> Slots {
        Slots::create(
            self.dir.path(),
            Self::binding(),
            &self.key,
            PHRASE,
            protection,
        )
        .unwrap()
    }

    fn slot_a(&self) -> Slots {
        self.create(Protection::WithKeyring(&self.secret, KdfCost::test()))
    }

    fn load(&self) -> Result<Slots> {
        Slots::load(self.dir.path())
    }

    /// Rewrites the file as somebody would who knows the format, checksum included.
    fn tamper(&self, change: impl FnOnce(&mut Content)) {
        let mut content = self.load().unwrap().content;
        change(&mut content);
        Slots::with(self.dir.path(), content.binding, content.slots)
            .write()
            .unwrap();
    }
}

#[test]
fn passphrase_and_keyring_together_open() {
    let bench = Bench::new();
    bench.slot_a();
    let slots = bench.load().unwrap();
    assert!(slots.need_keyring());
    assert_eq!(
        slots.open(PHRASE, Some(&bench.secret), 0).unwrap(),
        bench.key
    );
    assert!(matches!(
        slots.open("autre", Some(&bench.secret), 0),
        Err(Error::WrongPassphrase)
    ));
    let other = KeyringSecret::generate().unwrap();
    assert!(matches!(
        slots.open(PHRASE, Some(&other), 0),
        Err(Error::WrongPassphrase)
    ));
}

#[test]
fn a_missing_keyring_is_said_and_counts_for_no_try() {
    let bench = Bench::new();
    let slots = bench.slot_a();
    for _ in 0..9 {
        assert!(matches!(
            slots.open(PHRASE, None, 0),
            Err(Error::KeyringNeeded)
        ));
    }
    assert_eq!(slots.wait(0), 0);
}

#[test]
fn the_passphrase_alone_opens_slot_b() {
    let bench = Bench::new();
    let slots = bench.create(Protection::PassphraseAlone(KdfCost::test()));
    assert!(!slots.need_keyring());
    assert_eq!(slots.open(PHRASE, None, 0).unwrap(), bench.key);
    assert_eq!(
        slots.open(PHRASE, Some(&bench.secret), 0).unwrap(),
        bench.key
    );
}

#[test]
fn nothing_there_and_something_there_are_told_apart() {
    let bench = Bench::new();
    assert!(matches!(bench.load(), Err(Error::NoSlots)));
    assert!(!Slots::exist(bench.dir.path()));
    bench.slot_a();
    let again = Slots::create(
        bench.dir.path(),
        Bench::binding(),
        &Key::generate().unwrap(),
        PHRASE,
        Protection::PassphraseAlone(KdfCost::test()),
    );
    assert!(matches!(again, Err(Error::AlreadyExists)));
}

#[test]
fn a_cheaper_derivation_written_into_the_file_does_not_open() {
    let bench = Bench::new();
    let dear = KdfCost {
        memory_kib: 16,
        ..KdfCost::test()
    };
    bench.create(Protection::WithKeyring(&bench.secret, dear));
    bench.tamper(|content| content.slots[0].cost = KdfCost::test());
    let opened = bench.load().unwrap().open(PHRASE, Some(&bench.secret), 0);
    assert!(matches!(opened, Err(Error::WrongPassphrase)));
}

#[test]
fn the_cost_itself_is_authenticated() {
    // Lanes 1 and the same key: only the associated data differs.
    let bench = Bench::new();
    let slot = wrap_slot(
        &Bench::binding(),
        &bench.key,
        PHRASE,
        Protection::PassphraseAlone(KdfCost::test()),
    )
    .unwrap();
    let (salt, sealed) = slot.bytes().unwrap();
    let kek = kdf::stretch(PHRASE.as_bytes(), &salt, slot.cost).unwrap();
    let lied = KdfCost {
        passes: 9,
        ..slot.cost
    };
    assert!(
        wrap::unseal(
            &kek,
            &sealed,
            &associated(&Bench::binding(), SlotKind::B, slot.cost)
        )
        .is_some()
    );
    assert!(
        wrap::unseal(
            &kek,
            &sealed,
            &associated(&Bench::binding(), SlotKind::B, lied)
        )
        .is_none()
    );
    assert!(
        wrap::unseal(
            &kek,
            &sealed,
            &associated(&Bench::binding(), SlotKind::A, slot.cost)
        )
        .is_none()
    );
}

#[test]
fn a_slot_of_another_notebook_or_device_does_not_open() {
    for change in [
        (|binding: &mut Binding| binding.db_uuid = "notebook-2".into()) as fn(&mut Binding),
        |binding| binding.device_id = "device-2".into(),
    ] {
        let bench = Bench::new();
        bench.slot_a();
        bench.tamper(|content| change(&mut content.binding));
        let opened = bench.load().unwrap().open(PHRASE, Some(&bench.secret), 0);
        assert!(matches!(opened, Err(Error::WrongPassphrase)));
    }
}

#[test]
fn the_copy_serves_when_the_file_is_damaged_and_damage_is_not_a_wrong_passphrase() {
    let bench = Bench::new();
    bench.slot_a();
    let file = bench.dir.path().join(FILE);
    let mut bytes = std::fs::read(&file).unwrap();
    let sealed_at = bytes.windows(9).position(|w| w == b"\"sealed\":").unwrap() + 20;
    bytes[sealed_at] = if bytes[sealed_at] == b'A' { b'B' } else { b'A' };
    std::fs::write(&file, &bytes).unwrap();
    assert_eq!(
        bench
            .load()
            .unwrap()
            .open(PHRASE, Some(&bench.secret), 0)
            .unwrap(),
        bench.key
    );
    std::fs::write(bench.dir.path().join(COPY), &bytes).unwrap();
    assert!(matches!(bench.load(), Err(Error::SlotDamaged)));
    std::fs::write(bench.dir.path().join(COPY), b"{").unwrap();
    assert!(matches!(bench.load(), Err(Error::SlotDamaged)));
}

#[test]
fn an_absurd_cost_is_damage_and_not_an_exhausted_memory() {
    let bench = Bench::new();
    bench.slot_a();
    bench.tamper(|content| content.slots[0].cost.memory_kib = u32::MAX);
    assert!(matches!(bench.load(), Err(Error::SlotDamaged)));
}

#[test]
fn failures_impose_growing_waits_that_survive_a_restart_and_end_with_success() {
    let bench = Bench::new();
    bench.slot_a();
    let mut now = 1_000_000;
    for delay in [0, 0, 1, 5, 30, 300, 300] {
        let opened = bench.load().unwrap().open("faux", Some(&bench.secret), now);
        assert!(matches!(opened, Err(Error::WrongPassphrase)));
        let slots = bench.load().unwrap();
        assert_eq!(slots.wait(now), delay);
        if delay > 0 {
            let early = slots.open(
                PHRASE,
                Some(&bench.secret),
                now + i64::from(delay) * 1000 - 1,
            );
            assert!(matches!(early, Err(Error::Wait { seconds: 1 })));
        }
        now += i64::from(delay) * 1000;
    }
    let slots = bench.load().unwrap();
    assert_eq!(
        slots.open(PHRASE, Some(&bench.secret), now).unwrap(),
        bench.key
    );
    assert!(matches!(
        slots.open("faux", Some(&bench.secret), now),
        Err(Error::WrongPassphrase)
    ));
    assert_eq!(slots.wait(now), 0);
}

#[test]
fn a_clock_set_back_restarts_the_wait_and_does_not_lock_for_years() {
    let bench = Bench::new();
    let slots = bench.slot_a();
    for _ in 0..3 {
        assert!(
            slots
                .open("faux", Some(&bench.secret), 9_000_000_000)
                .is_err()
        );
    }
    assert_eq!(slots.wait(5_000), 1);
    assert_eq!(slots.wait(6_000), 0);
    assert!(slots.open(PHRASE, Some(&bench.secret), 6_000).is_ok());
}

#[test]
fn a_changed_passphrase_opens_and_the_former_no_longer_does() {
    let bench = Bench::new();
    let mut slots = bench.slot_a();
    let fresh = KeyringSecret::generate().unwrap();
    slots
        .rewrap(
            &bench.key,
            "phrase neuve",
            Protection::WithKeyring(&fresh, KdfCost::test()),
        )
        .unwrap();
    let slots = bench.load().unwrap();
    assert_eq!(
        slots.open("phrase neuve", Some(&fresh), 0).unwrap(),
        bench.key
    );
    assert!(matches!(
        slots.open(PHRASE, Some(&bench.secret), 0),
        Err(Error::WrongPassphrase)
    ));
    assert_eq!(slots.content.slots.len(), 1);
}

#[test]
fn a_crash_between_the_two_writes_of_a_change_leaves_both_passphrases_good() {
    let bench = Bench::new();
    let slots = bench.slot_a();
    let added = wrap_slot(
        &Bench::binding(),
        &bench.key,
        "phrase neuve",
        Protection::PassphraseAlone(KdfCost::test()),
    );
    let both = vec![slots.content.slots[0].clone(), added.unwrap()];
    Slots::with(bench.dir.path(), Bench::binding(), both)
        .write()
        .unwrap();
    let slots = bench.load().unwrap();
    assert_eq!(
        slots.open(PHRASE, Some(&bench.secret), 0).unwrap(),
        bench.key
    );
    assert_eq!(slots.open("phrase neuve", None, 0).unwrap(), bench.key);
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_slots() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    bench.slot_a();
    for name in [FILE, COPY] {
        let mode = std::fs::metadata(bench.dir.path().join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn secrets_do_not_print() {
    let key = Key::from_bytes([7; 32]);
    assert_eq!(format!("{key:?}"), "Key(…)");
}
