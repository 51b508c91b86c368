using FundsLedger.Domain;

namespace FundsLedger.App.Features.Proof.Backups;

// What backing up and restoring are refused for, in order of precedence.

public abstract record BackupRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record BackupExists(string Path)
    : BackupRefusal("backup_exists", $"'{Path}' is there already; a backup never overwrites another. Choose a new name.");
public sealed record BackupIsMissing(string Path) : BackupRefusal("backup_is_missing", $"There is no backup '{Path}'. Check the path.");
public sealed record BackupHeadIsMissing(string Path)
    : BackupRefusal("backup_head_is_missing",
        $"'{Path}' is missing or unreadable: it says which log head the backup must have. Put it back beside the backup.");
public sealed record BackupIsDamaged(string Path, string Finding)
    : BackupRefusal("backup_is_damaged", $"The check of '{Path}' found: {Finding} Use another backup.");
public sealed record BackupHasAnotherHead(string Recorded, string Found)
    : BackupRefusal("backup_has_another_head",
        $"The log head recorded with the backup is {Recorded}, the one found is {Found}. Use another backup.");
public sealed record BooksExist(string Where)
    : BackupRefusal("books_exist",
        $"There are books at '{Where}' already; restoring never overwrites. Move them away, or give another --db.");
