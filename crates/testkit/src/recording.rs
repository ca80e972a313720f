//! What a person does with a laptop: records, looks, corrects, deletes.

use anyhow::Context as _;
use escale_app::api::beneficiary::{Beneficiaries, BeneficiaryFile, BeneficiaryLine};
use escale_app::api::place::PlaceLine;
use escale_app::api::session::{Saved, SessionFile, SessionLine, Sessions};
use escale_domain::beneficiary::BeneficiaryForm;
use escale_domain::place::PlaceForm;
use escale_domain::session::SessionForm;
use serde_json::json;

use crate::forms;
use crate::laptop::Laptop;

/// Rows of one page.
const PAGE: u32 = 200;

impl Laptop {
    /// Saves a place; its identifier.
    ///
    /// # Errors
    /// When it is refused.
    pub fn save_place(&self, form: &PlaceForm) -> anyhow::Result<String> {
        Ok(self
            .get::<Saved>("place_save", json!({"id": null, "form": form}))?
            .id)
    }

    /// Saves a new person; her identifier.
    ///
    /// # Errors
    /// When it is refused.
    pub fn save_person(&self, form: &BeneficiaryForm) -> anyhow::Result<String> {
        let save = json!({"id": null, "draft": null, "form": form, "version": null});
        Ok(self.get::<Saved>("beneficiary_save", save)?.id)
    }

    /// Saves a new session; its identifier.
    ///
    /// # Errors
    /// When it is refused.
    pub fn save_session(&self, form: &SessionForm) -> anyhow::Result<String> {
        let save = json!({"id": null, "draft": null, "form": form, "version": null});
        Ok(self.get::<Saved>("session_save", save)?.id)
    }

    /// A session of today with one anonymous person.
    ///
    /// # Errors
    /// When it is refused.
    pub fn note_anonymous(&self, place: Option<&str>) -> anyhow::Result<String> {
        self.save_session(&forms::anonymous(&self.today(), place))
    }

    /// A session of today with a named person.
    ///
    /// # Errors
    /// When it is refused.
    pub fn note_named(&self, place: Option<&str>, person: &str) -> anyhow::Result<String> {
        self.save_session(&forms::named(&self.today(), place, person))
    }

    /// A workshop of today.
    ///
    /// # Errors
    /// When it is refused.
    pub fn note_workshop(
        &self,
        place: Option<&str>,
        title: &str,
        people: i64,
    ) -> anyhow::Result<String> {
        self.save_session(&forms::workshop(&self.today(), place, title, people))
    }

    /// Opens a person's file.
    ///
    /// # Errors
    /// When there is none.
    pub fn open_person(&self, id: &str) -> anyhow::Result<BeneficiaryFile> {
        self.get("beneficiary_get", json!({"id": id}))
    }

    /// Saves a person's file as opened, with a change.
    ///
    /// # Errors
    /// When it is refused.
    pub fn correct_person(
        &self,
        file: &BeneficiaryFile,
        change: impl FnOnce(&mut BeneficiaryForm),
    ) -> anyhow::Result<()> {
        let mut form = file.form.clone();
        change(&mut form);
        let save =
            json!({"id": file.line.id, "draft": null, "form": form, "version": file.version});
        self.get::<Saved>("beneficiary_save", save).map(drop)
    }

    /// Opens a session.
    ///
    /// # Errors
    /// When there is none.
    pub fn open_session(&self, id: &str) -> anyhow::Result<SessionFile> {
        self.get("session_get", json!({"id": id}))
    }

    /// Saves a session as opened, with a change.
    ///
    /// # Errors
    /// When it is refused.
    pub fn correct_session(
        &self,
        file: &SessionFile,
        change: impl FnOnce(&mut SessionForm),
    ) -> anyhow::Result<()> {
        let mut form = file.form.clone();
        change(&mut form);
        let save =
            json!({"id": file.line.id, "draft": null, "form": form, "version": file.version});
        self.get::<Saved>("session_save", save).map(drop)
    }

    /// Puts a session in the corbeille.
    ///
    /// # Errors
    /// When there is none.
    pub fn delete_session(&self, id: &str) -> anyhow::Result<()> {
        self.get("session_delete", json!({"id": id}))
    }

    /// Takes a session out of the corbeille.
    ///
    /// # Errors
    /// When there is none.
    pub fn restore_session(&self, id: &str) -> anyhow::Result<()> {
        self.get("session_restore", json!({"id": id}))
    }

    /// Every session, most recent first.
    ///
    /// # Errors
    /// When the notebook is locked.
    pub fn sessions(&self) -> anyhow::Result<Vec<SessionLine>> {
        let mut all: Vec<SessionLine> = Vec::new();
        loop {
            let offset = u32::try_from(all.len())?;
            let asked = json!({"offset": offset, "limit": PAGE, "from": null, "to": null, "beneficiary": null});
            let page: Sessions = self.get("session_page", asked)?;
            let last = page.rows.is_empty();
            all.extend(page.rows);
            if last || u32::try_from(all.len())? >= page.total {
                return Ok(all);
            }
        }
    }

    /// People found by what is typed; all when nothing is.
    ///
    /// # Errors
    /// When the notebook is locked.
    pub fn people(&self, query: &str) -> anyhow::Result<Vec<BeneficiaryLine>> {
        let asked = json!({"query": query, "offset": 0, "limit": PAGE});
        Ok(self.get::<Beneficiaries>("beneficiary_page", asked)?.rows)
    }

    /// The one person found by what is typed.
    ///
    /// # Errors
    /// When there is none.
    pub fn find_person(&self, query: &str) -> anyhow::Result<BeneficiaryLine> {
        self.people(query)?
            .into_iter()
            .next()
            .context("nobody of that name")
    }

    /// Places found by what is typed.
    ///
    /// # Errors
    /// When the notebook is locked.
    pub fn places(&self, query: &str) -> anyhow::Result<Vec<PlaceLine>> {
        self.get("place_search", json!({"query": query, "limit": 100}))
    }
}
