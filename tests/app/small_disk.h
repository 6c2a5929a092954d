// SPDX-License-Identifier: Apache-2.0
//
// A disk that is full soon, or that nobody may write to.
#pragma once

#include "tests/app/scratch_folder.h"

#include <sched.h>
#include <string>
#include <sys/mount.h>

namespace synscope::test {

/// A folder with room for so much, for this thread and those it starts; it is not there where none may be made.
class SmallDisk {
public:
    explicit SmallDisk(const std::string& size) {
        m_isThere = ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                    ::mount("none", m_folder.path().c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
    }
    ~SmallDisk() {
        if (m_isThere)
            ::umount2(m_folder.path().c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    [[nodiscard]] bool isThere() const { return m_isThere; }
    [[nodiscard]] std::string path() const { return m_folder.path().string(); }
    /// From now on nobody may write to it. False where that cannot be.
    [[nodiscard]] bool makeReadOnly() const {
        return ::mount("none", m_folder.path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) == 0;
    }

private:
    ScratchFolder m_folder;
    bool m_isThere = false;
};

} // namespace synscope::test
