using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using LinqToDB.Interceptors;

namespace Leasehold.ServiceDefaults.Database;

/// <summary>Puts the tables' names in the database into every command of linq2db, handwritten ones included.</summary>
internal sealed class PrefixedCommands(TableNames names) : CommandInterceptor
{
    [SuppressMessage(
        "Security", "CA2100", Justification = "The same statement; only the names of our own tables change.")]
    public override DbCommand CommandInitialized(CommandEventData eventData, DbCommand command)
    {
        command.CommandText = names.In(command.CommandText);
        return command;
    }
}
