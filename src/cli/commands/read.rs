use crate::{
    cli::{
        args::ReadArgs,
        exit::{Failure, Outcome},
    },
    readers,
};

/// The other side of `readers::Isolation`: reads one file here, so that what it does to this process
/// stays here.
pub(in crate::cli) fn read(args: &ReadArgs) -> Result<Outcome, Failure> {
    // The one who asked ends this process in time, unless it was ended itself.
    std::thread::spawn(|| {
        std::thread::sleep(readers::CHILD_TIME);
        std::process::exit(2);
    });
    let served =
        readers::serve_child(&args.format, &mut std::io::stdin().lock(), &mut std::io::stdout().lock());
    served.map_err(|cause| Failure::Write { to: None, cause })?;
    Ok(Outcome::Done)
}
