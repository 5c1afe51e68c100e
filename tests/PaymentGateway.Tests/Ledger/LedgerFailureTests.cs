using System.Net;
using Leasehold.Simulators.PaymentGateway.Tests.Gateways;
using Microsoft.Data.Sqlite;

namespace Leasehold.Simulators.PaymentGateway.Tests.Ledger;

public sealed class LedgerFailureTests
{
    [Fact]
    public async Task Charge_LedgerCannotBeWritten_IsNotAnsweredAndTheGatewayStops()
    {
        using var folder = new LedgerFolder();
        await using var gateway = await RunningGateway.StartOnAsync(folder.File);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.App.Lifetime.ApplicationStopping.Register(stopping.SetResult);
        await BreakAsync(folder.File);

        // 500 or a broken connection, as it falls: never a success.
        try
        {
            Assert.Equal(HttpStatusCode.InternalServerError, (await gateway.Client.ChargeAsync("op-1")).Status);
        }
        catch (HttpRequestException)
        {
            // the connection went first
        }

        await stopping.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static async Task BreakAsync(string ledger)
    {
        await using var connection = new SqliteConnection($"Data Source={ledger};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "ALTER TABLE requests RENAME TO gone";
        await command.ExecuteNonQueryAsync();
    }
}
