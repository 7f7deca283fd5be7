//! Whether a folder lies on another machine: there, locks and the order of writes are a matter of luck.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

/// File systems that another machine, or the host of a virtual one, serves. FUSE is among them for sshfs and
/// its like; `fuseblk` is a local disk.
/// Source: Linux, /proc/filesystems and mount(8); read 2026-11-22.
const SERVED: [&str; 17] = [
    "9p",
    "afs",
    "ceph",
    "cifs",
    "davfs",
    "fuse",
    "glusterfs",
    "gpfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "prl_fs",
    "smb2",
    "smb3",
    "smbfs",
    "vboxsf",
];

/// The kind of network file system that holds the folder, or the nearest folder above it that exists.
/// `None` on a local disk, and where the system does not say.
pub(in crate::cli) fn kind_of(folder: &Path) -> Option<String> {
    let mounts = fs::read("/proc/self/mountinfo").ok()?;
    let absolute = std::path::absolute(folder).ok()?;
    let real = absolute.ancestors().find_map(|above| fs::canonicalize(above).ok())?;
    let kind = kind_in(&mounts, &real)?;
    (SERVED.contains(&kind.as_str()) || kind.starts_with("fuse.")).then_some(kind)
}

/// The file system of a place, as `/proc/self/mountinfo` has it: the last of the deepest mounts above it.
/// Its lines: `36 35 98:0 /root /mounted\\040here rw,noatime master:1 - ext3 /dev/root rw`.
/// Source: proc_pid_mountinfo(5); read 2026-11-22.
fn kind_in(mountinfo: &[u8], place: &Path) -> Option<String> {
    let mut best: Option<(usize, String)> = None;
    for line in mountinfo.split(|byte| *byte == b'\n') {
        let fields: Vec<&[u8]> = line.split(|byte| *byte == b' ').collect();
        let kind = fields.iter().position(|field| *field == b"-").and_then(|at| fields.get(at + 1));
        let (Some(mounted), Some(kind)) = (fields.get(4), kind) else { continue };
        let mounted = unescaped(mounted);
        let depth = mounted.components().count();
        if place.starts_with(&mounted) && best.as_ref().is_none_or(|(other, _)| *other <= depth) {
            best = Some((depth, String::from_utf8_lossy(kind).into_owned()));
        }
    }
    best.map(|(_, kind)| kind)
}

/// Blanks and backslashes stand there as `\\` and three octal digits.
fn unescaped(field: &[u8]) -> PathBuf {
    let mut bytes = Vec::with_capacity(field.len());
    let mut at = 0;
    while let Some(byte) = field.get(at) {
        let octal = field.get(at + 1..at + 4).and_then(|digits| std::str::from_utf8(digits).ok());
        match octal.and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
            Some(escaped) if *byte == b'\\' => {
                bytes.push(escaped);
                at += 4;
            }
            _ => {
                bytes.push(*byte);
                at += 1;
            }
        }
    }
    PathBuf::from(os_string(bytes))
}

#[cfg(unix)]
fn os_string(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

#[cfg(not(unix))]
fn os_string(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
25 22 0:23 / /dev/shm rw,nosuid shared:4 - tmpfs tmpfs rw
40 22 0:45 / /home/office rw,relatime shared:9 - nfs4 server:/office rw,vers=4.2
41 40 0:46 / /home/office/local\\040disk rw - ext4 /dev/vdb1 rw
42 22 0:47 / /media/share rw - cifs //server/share rw
43 22 0:48 / /media/over rw - ext4 /dev/vdc1 rw
44 22 0:49 / /media/over rw - fuse.sshfs me@server: rw
not a line of this file
";

    #[test]
    fn the_deepest_and_latest_mount_decides() {
        let cases = [
            ("/srv/index", "ext4"),
            ("/dev/shm", "tmpfs"),
            ("/home/office/reports/index", "nfs4"),
            ("/home/officer/index", "ext4"),
            ("/home/office/local disk/index", "ext4"),
            ("/media/share/index", "cifs"),
            ("/media/over/index", "fuse.sshfs"),
        ];
        for (place, kind) in cases {
            assert_eq!(kind_in(MOUNTS.as_bytes(), Path::new(place)).as_deref(), Some(kind), "{place}");
        }
        assert_eq!(kind_in(b"", Path::new("/")), None);
    }
}
