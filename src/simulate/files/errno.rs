//! Errors of system calls, in libc's words.

/// Why a system call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errno {
    /// EPERM
    Permission,
    /// ENOENT
    NotFound,
    /// EACCES
    Access,
    /// EBUSY
    Busy,
    /// EEXIST
    Exists,
    /// ENOTDIR
    NotDirectory,
    /// EISDIR
    IsDirectory,
    /// EINVAL
    Invalid,
    /// EROFS
    ReadOnly,
    /// ENOTEMPTY
    NotEmpty,
    /// ELOOP
    Loop,
    /// ESRCH
    NoProcess,
    /// EBADF
    BadDescriptor,
    /// ENOSPC
    NoSpace,
    /// EXDEV
    CrossDevice,
    /// ENXIO
    NoDevice,
}

impl Errno {
    /// strerror(3)
    pub fn text(self) -> &'static str {
        match self {
            Errno::Permission => "Operation not permitted",
            Errno::NotFound => "No such file or directory",
            Errno::Access => "Permission denied",
            Errno::Busy => "Device or resource busy",
            Errno::Exists => "File exists",
            Errno::NotDirectory => "Not a directory",
            Errno::IsDirectory => "Is a directory",
            Errno::Invalid => "Invalid argument",
            Errno::ReadOnly => "Read-only file system",
            Errno::NotEmpty => "Directory not empty",
            Errno::Loop => "Too many levels of symbolic links",
            Errno::NoProcess => "No such process",
            Errno::BadDescriptor => "Bad file descriptor",
            Errno::NoSpace => "No space left on device",
            Errno::CrossDevice => "Invalid cross-device link",
            Errno::NoDevice => "No such device or address",
        }
    }

    /// Its number, as nginx logs it.
    pub fn number(self) -> u8 {
        match self {
            Errno::Permission => 1,
            Errno::NotFound => 2,
            Errno::NoProcess => 3,
            Errno::BadDescriptor => 9,
            Errno::NoSpace => 28,
            Errno::CrossDevice => 18,
            Errno::NoDevice => 6,
            Errno::Access => 13,
            Errno::Busy => 16,
            Errno::Exists => 17,
            Errno::NotDirectory => 20,
            Errno::IsDirectory => 21,
            Errno::Invalid => 22,
            Errno::ReadOnly => 30,
            Errno::NotEmpty => 39,
            Errno::Loop => 40,
        }
    }
}
