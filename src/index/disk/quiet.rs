use std::{cell::Cell, panic, sync::Once};

thread_local! {
    static SILENT: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Runs `act` so that a panic inside it, which the caller turns into an error, prints nothing.
pub(in crate::index) fn silence_panics<T>(act: impl FnOnce() -> T) -> T {
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !SILENT.get() {
                usual(info);
            }
        }));
    });
    let before = SILENT.replace(true);
    let result = act();
    SILENT.set(before);
    result
}
