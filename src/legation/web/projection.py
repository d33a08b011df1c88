"""Where a place stands on the map: the Equal Earth projection, which keeps areas true.

Source: Šavrič, Patterson and Jenny, "The Equal Earth map projection", International Journal of Geographical
Information Science 33 (2019).
"""

from math import asin, cos, radians, sin, sqrt
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]

# The map's size: x from 0 to WIDTH for 180° west to 180° east, y from 0 to HEIGHT for pole to pole.
WIDTH = 2000.0
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = sqrt(3) / 2


def _raw(lat: float, lon: float) -> Point:
    theta = asin(_M * sin(radians(lat)))
    square = theta * theta
    sixth = square**3
    slope = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    x = radians(lon) * cos(theta) / (_M * slope)
    y = theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    return x, y


_HALF_WIDTH = _raw(0, 180)[0]
_SCALE = WIDTH / 2 / _HALF_WIDTH
HEIGHT = 2 * _raw(90, 0)[1] * _SCALE


def project(lat: float, lon: float) -> Point:
    """The place on the map of a latitude and longitude in degrees; what lies outside is brought to the edge."""
    x, y = _raw(min(max(lat, -90.0), 90.0), min(max(lon, -180.0), 180.0))
    return round(WIDTH / 2 + x * _SCALE, 1), round(HEIGHT / 2 - y * _SCALE, 1)
