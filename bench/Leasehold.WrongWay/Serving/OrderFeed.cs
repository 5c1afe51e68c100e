using Microsoft.AspNetCore.Mvc;
using Microsoft.Data.Sqlite;

namespace Leasehold.WrongWay.Serving;

/// <summary>A caller that reads slowly, or stops, keeps the connection.</summary>
[ApiController]
public sealed class OrderFeed(SqliteConnection connection) : ControllerBase
{
    [HttpGet]
    public async IAsyncEnumerable<long> AllAsync()
    {
        await connection.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM orders";
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            yield return reader.GetInt64(0); // planted: LH0009
        }
    }
}
