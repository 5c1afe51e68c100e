using System.Net.Http.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Leasehold.WrongWay.Readers;

/// <summary>One call per row, while the query stays open for all of them.</summary>
internal sealed class InvoiceMailer(string connectionString, HttpClient http)
{
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM invoices WHERE sent = 0";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            await http.PostAsJsonAsync("/mails", new { id = reader.GetInt64(0) }, cancellationToken); // planted: LH0002
        }
    }

    public async Task RemindAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await foreach (var id in connection.QueryUnbufferedAsync<long>("SELECT id FROM invoices WHERE due < 0"))
        {
            await http.PostAsJsonAsync("/reminders", new { id }, cancellationToken); // planted: LH0002
        }
    }
}
