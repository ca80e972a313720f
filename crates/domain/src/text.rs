//! Folding of French text for search.
