"""Puts what the system refuses to do to files into sentences."""

from __future__ import annotations

import errno

_FULL = "the disk is full; free some space, then run the command again."
_FORBIDDEN = "the system does not permit this; may you read and write here?"
_WRITING = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FAULTS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: "a file would be larger than the system permits.",
    errno.EROFS: "this is read-only, and the command has to write here.",
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.ENOTDIR: "a file stands where a folder is needed; move it away.",
    errno.EEXIST: "a file stands where a folder is needed; move it away.",
    errno.EISDIR: "a folder stands where a file is needed; move it away.",
    errno.EBUSY: "the system uses this, perhaps as a mount point; unmount it.",
    errno.EXDEV: "this can't be moved from one disk to another.",
}


def told(error: OSError) -> str:
    """Return a sentence for a fault of files that a person can mend; "" for any other."""
    said = _FAULTS.get(error.errno or 0, "")
    if said and error.filename:
        return f"{error.filename}: {said}"
    # Only a file that is being written has no name here; other errors are about something else.
    return said[:1].upper() + said[1:] if error.errno in _WRITING else ""
