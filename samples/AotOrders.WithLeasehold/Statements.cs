using System.Data.Common;
using Leasehold;

namespace AotOrders;

/// <summary>Statements of a session, by ADO.NET alone.</summary>
internal static class Statements
{
    public static async Task RunAsync(
        this Session session,
        string sql,
        CancellationToken cancellationToken,
        params (string Name, string Value)[] values)
    {
        await using var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Add(name, value);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static void Add(this DbCommand command, string name, string value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
