"""try"""
import asyncio, sys
from bench.servers import start_servers, make_database
from bench.live.servers import start_all
from bench.live.rows import add_partners
from bench.live.rates import measure_rates
import asyncpg

async def main(data):
    url = await make_database(data, "live")
    c = await asyncpg.connect(url)
    await add_partners(c, 5000)
    async with start_all(url, data.redis_url, data.path) as servers:
        for n in (300, 1000):
            for r in await measure_rates(servers, n, 60000, 3):
                print(r.name, round(r.middle), [(round(b.messages), round(b.server,2), round(b.clients,2)) for b in r.bursts])

with start_servers() as data:
    asyncio.run(main(data))
