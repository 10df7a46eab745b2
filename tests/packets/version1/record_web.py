"""How `web` was made: by the last penstock that wrote version 1 of the journal (commit 2458453), on a device whose web
ports were on trial: record_web.py PENSTOCK."""
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

from device import DEVICE, Device, private, run  # noqa: E402

KEPT = HERE + "/web"


def main(penstock):
    device = Device()
    device.start_nginx()
    with open(device.folder + "/site.yaml", "w") as file:
        file.write(DEVICE + "services: {mqtt: on, mqtts: on}\nports: {http: 1780, https: 1443}\n")
    run(penstock, "apply", device.folder + "/site.yaml", "--host", "ss-1", "--confirm-within", "3600")
    shutil.rmtree(KEPT, ignore_errors=True)
    shutil.copytree("/var/lib/penstock", KEPT + "/state", ignore=shutil.ignore_patterns("lock"))
    shutil.copy("/etc/nginx/sites-available/apollo.conf", KEPT)
    for tool in ("iptables-save", "ip6tables-save"):
        with open(KEPT + "/" + tool, "w") as file:
            file.write(run(tool).stdout)
    shutil.rmtree("/var/lib/penstock")  # and so the guards end, which see that there is nothing left to watch
    device.close()


if __name__ == "__main__":
    private(sys.argv)
    main(sys.argv[1])
