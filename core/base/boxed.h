// SPDX-License-Identifier: Apache-2.0
//
// A value that most of its owners lack: it takes a pointer's room where it is not there. Copied with its owner.
#pragma once

#include <memory>
#include <utility>

namespace synscope {

template <typename T>
class Boxed {
public:
    Boxed() = default;
    Boxed(const Boxed& other) : m_value(other.m_value ? std::make_unique<T>(*other.m_value) : nullptr) {}
    Boxed(Boxed&&) noexcept = default;
    Boxed& operator=(const Boxed& other) {
        if (this != &other)
            m_value = other.m_value ? std::make_unique<T>(*other.m_value) : nullptr;
        return *this;
    }
    Boxed& operator=(Boxed&&) noexcept = default;
    ~Boxed() = default;

    void set(T value) { m_value = std::make_unique<T>(std::move(value)); }
    void reset() { m_value.reset(); }
    [[nodiscard]] bool isThere() const { return m_value != nullptr; }
    /// Where there is none, one as T{} is.
    [[nodiscard]] const T& operator*() const {
        static const T kNone{};
        return m_value ? *m_value : kNone;
    }
    [[nodiscard]] const T* operator->() const { return &**this; }

private:
    std::unique_ptr<T> m_value;
};

} // namespace synscope
