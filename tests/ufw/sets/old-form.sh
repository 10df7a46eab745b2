# The files of ufw 0.33: the chains of the time, tuples without direction's interface, no notes.
sed -i '/^### RULES ###/a \\n### tuple ### allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in\n-A ufw-user-input -p tcp --dport 22 -j ACCEPT\n\n### tuple ### deny udp 137 0.0.0.0/0 any 192.0.2.0/24 in\n-A ufw-user-input -p udp -s 192.0.2.0/24 --dport 137 -j DROP' /etc/ufw/user.rules
ufw_types '--force enable' 'reload'
