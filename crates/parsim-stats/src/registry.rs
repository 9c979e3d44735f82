//! The one way in which a folder's modules become a table.

/// Declares the modules of a folder and the table of what they define.
///
/// `registry! { ENTRIES: Entry = entry; first, second }` declares `mod first; mod second;` and
/// `pub const ENTRIES: &[Entry] = &[first::entry!(), ..]`, so that adding a file costs one word.
macro_rules! registry {
    ($(#[$meta:meta])* $table:ident: $entry:ty = $item:ident; $($module:ident),+ $(,)?) => {
        $(mod $module;)+
        $(#[$meta])*
        pub const $table: &[&$entry] = &[$(&$module::$item),+];
    };
}
