# SPDX-License-Identifier: Apache-2.0
"""A TCP segment in an Ethernet frame: what a rule of the wire may want to know, and how to forge another."""

import ipaddress
import struct

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16  # bits of the TCP header's flags
ETHERNET = 14


def is_tcp(data):
    kind = data[12:14]
    return (kind == b"\x08\x00" and data[23] == 6) or (kind == b"\x86\xdd" and data[20] == 6)


def checksum(data):
    """The Internet checksum (RFC 1071)."""
    total = sum(struct.unpack(f"!{(len(data) + 1) // 2}H", data + b"\0" * (len(data) % 2)))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Frame:
    """Built from bytes that is_tcp() accepts. source and target are (address, port)."""

    def __init__(self, data, from_client):
        self.data, self.from_client = data, from_client
        if data[ETHERNET] >> 4 == 4:
            self._tcp = ETHERNET + (data[ETHERNET] & 15) * 4
            self._end = ETHERNET + struct.unpack_from("!H", data, ETHERNET + 2)[0]
            self._addresses = data[ETHERNET + 12:ETHERNET + 20]
        else:
            self._tcp = ETHERNET + 40
            self._end = self._tcp + struct.unpack_from("!H", data, ETHERNET + 4)[0]
            self._addresses = data[ETHERNET + 8:ETHERNET + 40]
        from_port, to_port, self.seq, self.ack = struct.unpack_from("!HHII", data, self._tcp)
        half = len(self._addresses) // 2
        self.source = (str(ipaddress.ip_address(self._addresses[:half])), from_port)
        self.target = (str(ipaddress.ip_address(self._addresses[half:])), to_port)
        self.flags = data[self._tcp + 13]
        self.payload = data[self._tcp + (data[self._tcp + 12] >> 4) * 4:self._end]

    def has(self, flags):
        return self.flags & flags == flags

    def next_seq(self):
        """The sequence number after this segment."""
        return (self.seq + len(self.payload) + self.has(SYN) + self.has(FIN)) % 2**32

    def forged(self, flags, seq, ack=0, from_port=None):
        """A segment without options and text that claims to come from the same sender, or from its `from_port`."""
        header = bytearray(self.data[:self._tcp + 20])
        struct.pack_into("!H", header, self._tcp, from_port or self.source[1])
        struct.pack_into("!II", header, self._tcp + 4, seq % 2**32, ack % 2**32)
        struct.pack_into("!BBHHH", header, self._tcp + 12, 5 << 4, flags, 0xFFFF, 0, 0)
        if header[ETHERNET] >> 4 == 4:
            struct.pack_into("!H", header, ETHERNET + 2, self._tcp + 20 - ETHERNET)
            struct.pack_into("!H", header, ETHERNET + 10, 0)
            struct.pack_into("!H", header, ETHERNET + 10, checksum(header[ETHERNET:self._tcp]))
        else:
            struct.pack_into("!H", header, ETHERNET + 4, 20)
        pseudo = self._addresses + struct.pack("!II", 20, 6)
        struct.pack_into("!H", header, self._tcp + 16, checksum(pseudo + header[self._tcp:]))
        return Frame(bytes(header), self.from_client)
