// SPDX-License-Identifier: Apache-2.0
#include "tests/bounds/counted_memory.h"

#include <atomic>
#include <cstdlib>
#include <new>

#include <malloc.h>

namespace {

std::atomic<std::size_t> held = 0;
std::atomic<std::size_t> most = 0;

void* counted(void* memory) {
    if (memory == nullptr)
        throw std::bad_alloc();
    const std::size_t now = held += ::malloc_usable_size(memory);
    std::size_t before = most;
    while (before < now && !most.compare_exchange_weak(before, now)) {
    }
    return memory;
}

void release(void* memory) {
    held -= memory != nullptr ? ::malloc_usable_size(memory) : 0;
    std::free(memory);
}

} // namespace

void* operator new(std::size_t size) {
    return counted(std::malloc(size));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    const auto step = static_cast<std::size_t>(alignment);
    return counted(std::aligned_alloc(step, (size + step - 1) / step * step));
}
void operator delete(void* memory) noexcept {
    release(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    release(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    release(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    release(memory);
}

namespace synscope::test {

PeakMemory::PeakMemory() : m_before(held) {
    most = m_before;
}

std::size_t PeakMemory::bytes() const {
    return most - m_before;
}

} // namespace synscope::test
