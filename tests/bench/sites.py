"""Sites of a given size, made for the benchmarks."""


def head(version="2022"):
    return ['penstock: 1', 'site: Bench', 'product: geo-scada', 'version: "%s"' % version, 'redundancy: hot-standby',
            'hosts:',
            '  - {name: srv-a, role: server, address: [10.20.0.11]}',
            '  - {name: srv-b, role: server, address: [10.20.0.12]}']


def clients(count, start=0):
    """`count` client hosts, each with an address of its own that no other is beside."""
    lines = head()
    for i in range(count):
        number = (start + i) * 2
        lines.append('  - {name: c%d, role: client, address: 10.%d.%d.%d}' %
                     (i, 64 + (number >> 16), number >> 8 & 255, number & 255))
    return "\n".join(lines) + "\n"


def small(variant):
    """About twenty rules at srv-a."""
    lines = head("2019")
    for i in range(4):
        lines.append('  - {name: c%d, role: client, address: 10.21.%d.0/24, uses: [srv-a]}' % (i, i * 2 + variant))
    lines += ['  - {name: p1, role: permanent-standby, address: 10.20.0.13}',
              '  - {name: d1, role: dmz-standby, address: 10.30.0.5}',
              '  - {name: w1, role: web-client, address: 10.40.%d.0/24, uses: [srv-a]}' % variant,
              'admin:', '  - {service: ssh, port: 22, from: [10.20.0.0/24]}']
    return "\n".join(lines) + "\n"


def wide(hosts):
    """`hosts` hosts with about a hundred flows each: every client uses each of a twentieth of them."""
    lines = head("2019")
    standbys = max(1, hosts // 20)
    for i in range(standbys):
        lines.append('  - {name: d%d, role: dmz-standby, address: 10.30.%d.%d}' % (i, i >> 8, i & 255))
    names = ", ".join("d%d" % (i % standbys) for i in range(min(standbys, 50)))
    for i in range(hosts - standbys - 2):
        lines.append('  - {name: c%d, role: client, address: 10.64.%d.%d, uses: [srv-a, srv-b, %s]}' %
                     (i, i >> 8, i & 255, names))
    return "\n".join(lines) + "\n"
