# The trial ends by itself.
device
snap old
trial 10
over
snap new
same old new
penstock status >/mnt/said
says /mnt/said 'nobody confirmed in time'
