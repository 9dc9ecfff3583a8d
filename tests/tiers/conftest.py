from hypothesis import HealthCheck, settings

# How long an example takes says more about what else the machine does than about a rule.
settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")
