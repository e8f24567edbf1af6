# For BeforeAll of specs about packages: $feed is the folder of the only source that there is, and cells that run in $work know it.
. "$PSScriptRoot/Common.ps1"
. "$PSScriptRoot/PackageFeed.ps1"
$feed = "$TestDrive/feed"
$work = "$TestDrive/work"
New-PackageFolder $work @{ spec = $feed }
