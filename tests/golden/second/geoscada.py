"""The flows of Geo SCADA / ClearSCADA: one function for each row of the table of 3.5."""

from flow import Flow, between, host_end
from versions import UNKNOWN, year

ADVISE_APPS = {"viewx", "opc-ae-printer", "opc-da-hda-bridge"}
OLD_WEB = ("xml-secure", "xml", "html-secure", "html")
NEW_WEBX = ("webx-secure", "webx")


def is_old(*hosts):
    return min(year(host.version) for host in hosts) < 2020


def has_new_webx(host):
    """2015 R1 up to 2019; an unknown web-server is treated as 2019."""
    if host.role == "web-server" and host.version == UNKNOWN:
        return True
    return (2015, 1, 0) <= host.version and is_old(host)


def client_pairs(site):
    for client in site.hosts:
        if client.is_client():
            for server in site.uses(client):
                yield client, server


def web_pairs(site):
    for client in site.role("web-client"):
        for listener in site.uses(client):
            yield client, listener


def proxy_pairs(site):
    for proxy in site.role("web-server"):
        for server in site.uses(proxy):
            yield proxy, server


def client_server(site):
    for client, server in client_pairs(site):
        yield between("client-server", client, server, server.geo_port("client-server"))


def advise(site):
    for client, server in client_pairs(site):
        if not is_old(client, server):
            continue
        if ADVISE_APPS & set(client.apps):
            yield between("advise", server, client, client.geo_port("advise"))
        elif "odbc" in client.apps:
            yield between("advise", server, client, client.geo_port("advise"), "disputed")


def browses(site, client, server):
    """An end's own `off` closes it, an end's own `on` opens it, and else the site's word counts."""
    own = [host.own_switch("remote-browse") for host in (client, server)]
    if False in own:
        return False
    return True in own or site.switch("remote-browse", False)


def remote_browse(site):
    legacy = site.raw.get("server-os") == "legacy"
    for client, server in client_pairs(site):
        if server.role == "server" and year(server.version) <= 2022:
            if "viewx" in client.apps and browses(site, client, server):
                yield between("remote-browse", client, server,
                              "1025-5000" if legacy else "49152-65535")


def web_https(site):
    for client, listener in web_pairs(site):
        if not is_old(listener):
            yield between("web-https", client, listener, listener.geo_port("web-https"))


def web_http(site):
    for proxy, server in proxy_pairs(site):
        if not is_old(proxy, server):
            yield between("web-http", proxy, server, server.geo_port("web-http"))


def old_web(site, service):
    for client, server in web_pairs(site):
        if server.is_server() and is_old(server) and server.switch(service, True):
            yield between(service, client, server, server.geo_port(service))


def new_webx(site, service):
    """On by default at a web-server, off by default at a server."""
    for client, listener in web_pairs(site):
        default = listener.role == "web-server"
        if has_new_webx(listener) and listener.switch(service, default):
            yield between(service, client, listener, listener.geo_port(service))


def web_client_link(site):
    for proxy, server in proxy_pairs(site):
        webx = any(proxy.switch(service, True) for service in NEW_WEBX)
        if not proxy.switch("web-client-link", webx and is_old(proxy)):
            continue
        yield between("web-client-link", proxy, server, server.geo_port("client-server"),
                      "inferred")
        if is_old(proxy, server):
            yield between("web-client-link", server, proxy, proxy.geo_port("advise"), "inferred")


def partner_pairs(site):
    """Ordered pairs that synchronise: a DMZ standby only ever listens."""
    mains = site.role("server")
    for main in mains:
        yield from ((main, other) for other in mains if other is not main)
        yield from ((main, dmz) for dmz in site.role("dmz-standby"))
    for standby in site.role("permanent-standby"):
        for main in site.links(standby):
            yield main, standby
            yield standby, main


def server_link(site):
    for start, to in partner_pairs(site):
        yield between("server-link", start, to, to.geo_port("client-server"))


def server_ping(site):
    for start, to in partner_pairs(site):
        yield Flow("server-ping", host_end(start), host_end(to), "icmp", None)


def dmz_deny(site):
    for dmz in site.role("dmz-standby"):
        for other in site.hosts:
            if other.is_server() and other is not dmz:
                yield Flow("dmz-deny", host_end(dmz), host_end(other), "any", None,
                           verdict="deny")


def polled(site, service, protocol, default):
    """Every server that may become main opens it to each outstation."""
    for outstation in site.role("outstation"):
        for server in site.uses(outstation):
            if outstation.switch(service, default):
                yield Flow(service, host_end(server), host_end(outstation), protocol,
                           outstation.geo_port(service), "inferred")


def calls(site, service, protocol):
    for outstation in site.role("outstation"):
        for server in site.uses(outstation):
            if outstation.switch(service, False):
                yield Flow(service, host_end(outstation), host_end(server), protocol,
                           server.geo_port(service), "inferred")


def in_file_order(flows):
    return sorted(flows, key=lambda flow: (flow.start.host.index, flow.to.host.index))


def allows(site):
    """Every allow flow, service by service in the table's order."""
    services = [client_server(site), advise(site), remote_browse(site), web_https(site),
                web_http(site)]
    services += [old_web(site, service) for service in OLD_WEB]
    services += [new_webx(site, service) for service in NEW_WEBX]
    services += [web_client_link(site), server_link(site), server_ping(site)]
    services += [polled(site, "poll-dnp3", "tcp", True), polled(site, "poll-dnp3-udp", "udp", False),
                 polled(site, "poll-modbus", "tcp", False), calls(site, "call-in", "tcp"),
                 calls(site, "call-in-udp", "udp")]
    for flows in services:
        yield from in_file_order(flows)


def denies(site):
    return in_file_order(dmz_deny(site))
