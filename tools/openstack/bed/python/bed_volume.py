"""cinder's FakeLoggingVolumeDriver, to whose volumes an image can be copied.

The plain one would run qemu-img on a device that is not there: a volume of an image ends in "error". Here nothing is
copied, and the volume is bootable and knows its image, as on a real backend. cinder finds it on PYTHONPATH.
"""
from cinder.tests import fake_driver


class TestBedVolumeDriver(fake_driver.FakeLoggingVolumeDriver):

    def copy_image_to_volume(self, context, volume, image_service, image_id, *args, **kwargs):
        pass
