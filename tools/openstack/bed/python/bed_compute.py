"""nova-compute with nova's FakeDriver, and what a test bed wants besides.

A server's metadata can make the hypervisor fail or be slow, at a method of the driver (spawn,
finish_migration, power_off, reboot, snapshot, attach_volume, ... : STEPS below):

    osreal:fail  = spawn                   that method raises; the server usually goes to ERROR
    osreal:delay = spawn=5,power_off=2     it sleeps so many seconds first

Besides, guests outlive a restart of this process, and a snapshot puts some bytes in its image
(a plain FakeDriver forgets its guests, and leaves the image "queued" for ever).

It runs as a script, not as a driver that is named in nova.conf alone, since nova loads drivers
from its own package nova.virt only.
"""
from nova.cmd import compute                # first: it chooses between eventlet and threads

import functools
import inspect
import io
import sys
import time

from nova import context as nova_context
from nova import exception, objects
from nova.compute import vm_states
from nova.image import glance
from nova.virt import fake

STEPS = ('spawn destroy snapshot reboot pause unpause suspend resume rescue unrescue power_off '
         'power_on migrate_disk_and_power_off finish_migration finish_revert_migration '
         'confirm_migration attach_volume detach_volume attach_interface detach_interface '
         'live_migration set_admin_password').split()


def scripted(method):
    signature = inspect.signature(method)
    step = method.__name__

    @functools.wraps(method)
    def wrapper(*args, **kwargs):
        instance = signature.bind(*args, **kwargs).arguments['instance']
        wish = instance.metadata
        for item in wish.get('osreal:delay', '').split(','):
            name, _, seconds = item.partition('=')
            if name.strip() == step:
                time.sleep(float(seconds))
        if step in wish.get('osreal:fail', '').replace(' ', '').split(','):
            reason = 'osreal:fail=' + step
            if step == 'spawn':             # any other exception only makes nova try another host
                raise exception.BuildAbortException(instance_uuid=instance.uuid, reason=reason)
            raise exception.NovaException(reason)
        return method(*args, **kwargs)
    return wrapper


# From nova 27 on a host must keep its UUID; a plain FakeDriver makes a new one at each start.
base = getattr(fake, 'FakeDriverWithoutFakeNodes', fake.FakeDriver)


class TestBedDriver(base):

    def init_host(self, host):
        super().init_host(host)
        context = nova_context.get_admin_context()
        for instance in objects.InstanceList.get_by_host(context, host):
            if instance.vm_state in (vm_states.BUILDING, vm_states.SHELVED_OFFLOADED):
                continue
            self.instances[instance.uuid] = fake.FakeInstance(
                instance.name, instance.power_state, instance.uuid)
            for vif in instance.get_network_info():
                self._interfaces[vif['id']] = vif

    def spawn(self, context, instance, *args, **kwargs):
        # As libvirt does: a tagged device cannot be detached from a server that has no list of its devices.
        if instance.device_metadata is None:
            instance.device_metadata = objects.InstanceDeviceMetadata(devices=[])
        return super().spawn(context, instance, *args, **kwargs)

    def power_off(self, instance, *args, **kwargs):
        # A guest that is not there is off, as with libvirt. A plain FakeDriver says InstanceNotFound, by which nova
        # believes the server deleted, and leaves one that is rebuilt after a failed rebuild "rebuilding" for ever.
        if instance.uuid in self.instances:
            super().power_off(instance, *args, **kwargs)

    def snapshot(self, context, instance, image_id, update_task_state):
        super().snapshot(context, instance, image_id, update_task_state)
        glance.API().update(
            context, image_id,
            {'container_format': 'bare', 'disk_format': 'raw'}, io.BytesIO(b'snapshot'),
            purge_props=False)


for step in STEPS:
    setattr(TestBedDriver, step, scripted(getattr(TestBedDriver, step)))
fake.TestBedDriver = TestBedDriver

if __name__ == '__main__':
    sys.argv[0] = 'nova-compute'            # by which nova names the service
    sys.exit(compute.main())
