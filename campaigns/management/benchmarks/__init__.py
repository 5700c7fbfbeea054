"""The figures of `manage.py benchmark`: each module measures one path, on a scratch database."""
