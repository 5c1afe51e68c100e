using Leasehold;
using Leasehold.Durable;

namespace AotOrders;

/// <summary>Orders by leases, sessions, stages and a durable operation.</summary>
internal sealed class LeasedOrders(
    ConnectionPools pools, StagedOperations staged, DurableOperations durable, PayOrder payment, Gateway gateway)
{
    public Task CreateTableAsync() => pools.InSessionAsync(static (session, ct) => session.RunAsync(
        "CREATE TABLE IF NOT EXISTS orders (number TEXT PRIMARY KEY, status TEXT, receipt TEXT)", ct));

    public Task AddAsync(string number) => pools.InSessionAsync((session, ct) => session.RunAsync(
        "INSERT INTO orders (number, status) VALUES (@number, 'new') ON CONFLICT DO NOTHING", ct, ("@number", number)));

    /// <summary>Three stages: the call holds no connection.</summary>
    public Task<string> PayAsync(string number) => staged.RunAsync(
        prepare: async (session, ct) =>
        {
            await session.RunAsync(
                "UPDATE orders SET status = 'paying' WHERE number = @number", ct, ("@number", number));
            return number;
        },
        call: (prepared, ct) => gateway.ChargeAsync(prepared, ct),
        save: async (session, prepared, receipt, ct) =>
        {
            await session.RunAsync(
                "UPDATE orders SET status = 'paid', receipt = @receipt WHERE number = @number",
                ct,
                ("@receipt", receipt),
                ("@number", prepared));
            return receipt;
        });

    /// <summary>The same, and it survives the process.</summary>
    public Task PayDurablyAsync(string number) => durable.RunAsync(
        payment,
        async (session, ct) =>
        {
            await session.RunAsync(
                "UPDATE orders SET status = 'paying' WHERE number = @number", ct, ("@number", number));
            return new DurableStart<PayArgs>(new PayArgs(number));
        });

    public async Task<string?> StatusAsync(string number)
    {
        await using var lease = await pools.Api.LeaseAsync();
        await using var command = lease.Connection.CreateCommand();
        command.CommandText = "SELECT status FROM orders WHERE number = @number";
        command.Add("@number", number);
        return (string?)await command.ExecuteScalarAsync();
    }
}
