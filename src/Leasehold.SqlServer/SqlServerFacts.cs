using Leasehold.AdoNet;
using Microsoft.Data.SqlClient;

namespace Leasehold.SqlServer;

/// <summary>What the generic adapter has to know of SQL Server and of SqlClient.</summary>
internal static class SqlServerFacts
{
    private const string BlockingPeriod = "Pool Blocking Period";

    public static void Apply(AdoNetOptions options)
    {
        options.SystemName = "microsoft.sql_server";
        options.PingText = "SELECT 1";
        options.HasCommandTimeout = true; // it asks the server to stop, and then breaks the connection
        options.ClearPool = static connection => SqlConnection.ClearPool((SqlConnection)connection);
        options.PhysicalId = static connection => ((SqlConnection)connection).ServerProcessId; // @@SPID
        options.PhysicalKey = static connection => ((SqlConnection)connection).ClientConnectionId;
        options.Classify = SqlServerErrors.Classify;
        options.ConnectionLimitText = "SELECT @@MAX_CONNECTIONS";
        options.UtcNow = "SYSUTCDATETIME()";

        // sp_reset_connection, which the driver sends with the next holder's first command, leaves this one. Source:
        // https://learn.microsoft.com/sql/t-sql/statements/set-transaction-isolation-level-transact-sql
        options.ResetStatements.Add("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
    }

    /// <summary>
    /// After a failed connect the driver refuses all others for 5 s and longer, with the first one's exception: the
    /// gate bounds them already. A string that says otherwise is left alone.
    /// </summary>
    public static string WithoutBlockingPeriod(string connectionString)
    {
        var builder = new SqlConnectionStringBuilder(connectionString);
        if (!builder.ShouldSerialize(BlockingPeriod))
        {
            builder.PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock;
        }

        return builder.ConnectionString;
    }
}
