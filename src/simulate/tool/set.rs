//! Which programs an image has, and where.

use std::sync::OnceLock;

use crate::simulate::session::{Session, Stop, Streams};
use crate::world::{Image, Tools};

/// BusyBox's applets in its default configuration (1.28 to 1.37).
const BUSYBOX: &str = "[ [[ acpid add-shell addgroup adduser adjtimex arch arp arping ash awk base32 base64 basename bc beep blkdiscard blkid \
    blockdev bootchartd brctl bunzip2 busybox bzcat bzip2 cal cat chat chattr chgrp chmod chown chpasswd chpst chroot chrt chvt cksum clear cmp \
    comm conspy cp cpio crond crontab cryptpw cttyhack cut date dc dd deallocvt delgroup deluser depmod devmem df dhcprelay diff dirname dmesg \
    dnsd dnsdomainname dos2unix dpkg dpkg-deb du dumpkmap dumpleases echo ed egrep eject env envdir envuidgid ether-wake expand expr factor \
    fakeidentd fallocate false fatattr fbset fbsplash fdflush fdformat fdisk fgconsole fgrep find findfs flock fold free freeramdisk fsck \
    fsck.minix fsfreeze fstrim fsync ftpd ftpget ftpput fuser getopt getty grep groups gunzip gzip halt hd hdparm head hexdump hexedit hostid \
    hostname httpd hush hwclock i2cdetect i2cdump i2cget i2cset id ifconfig ifdown ifenslave ifplugd ifup inetd init insmod install ionice \
    iostat ip ipaddr ipcalc ipcrm ipcs iplink ipneigh iproute iprule iptunnel kbd_mode kill killall killall5 klogd last less link linux32 \
    linux64 linuxrc ln loadfont loadkmap logger login logname logread losetup lpd lpq lpr ls lsattr lsmod lsof lspci lsscsi lsusb lzcat lzma \
    lzop makedevs makemime man md5sum mdev mesg microcom mkdir mkdosfs mke2fs mkfifo mkfs.ext2 mkfs.minix mkfs.vfat mknod mkpasswd mkswap \
    mktemp modinfo modprobe more mount mountpoint mpstat mt mv nameif nanddump nandwrite nbd-client nc netstat nice nl nmeter nohup nologin \
    nproc nsenter nslookup ntpd od openvt partprobe passwd paste patch pgrep pidof ping ping6 pipe_progress pivot_root pkill pmap popmaildir \
    poweroff powertop printenv printf ps pscan pstree pwd pwdx raidautorun rdate rdev readahead readlink readprofile realpath reboot \
    reformime remove-shell renice reset resize resume rev rm rmdir rmmod route rpm rpm2cpio rtcwake run-init run-parts runlevel runsv \
    runsvdir rx script scriptreplay sed sendmail seq setarch setconsole setfattr setfont setkeycodes setlogcons setpriv setserial setsid \
    setuidgid sh sha1sum sha256sum sha3sum sha512sum showkey shred shuf slattach sleep smemcap softlimit sort split ssl_client \
    start-stop-daemon stat strings stty su sulogin sum sv svc svlogd svok swapoff swapon switch_root sync sysctl syslogd tac tail tar taskset \
    tcpsvd tee telnet telnetd test tftp tftpd time timeout top touch tr traceroute traceroute6 true truncate ts tty ttysize tunctl ubiattach \
    ubidetach ubimkvol ubirename ubirmvol ubirsvol ubiupdatevol udhcpc udhcpc6 udhcpd udpsvd uevent umount uname unexpand uniq unix2dos unlink \
    unlzma unlzop unshare unxz unzip uptime users usleep uudecode uuencode vconfig vi vlock volname w wall watch watchdog wc wget which who \
    whoami whois xargs xxd xz xzcat yes zcat zcip";

/// GNU coreutils and what lies beside them in a small image.
const GNU: &str = "[ arch awk base32 base64 basename bash cat chcon chgrp chmod chown chroot cksum comm cp cut date dd df dir dirname du echo egrep \
    env expand expr factor false fgrep find fmt fold grep groups gzip head hostid hostname id install join kill link ln logname ls md5sum mkdir \
    mkfifo mknod mktemp mount mv nice nl nohup nproc nsenter od paste printenv printf ps pwd readlink realpath rm rmdir sed seq setpriv sh \
    sha256sum sleep sort split stat stty su sum sync tac tail tar tee test timeout touch tr true truncate tty umount uname uniq unlink unshare \
    users wc which whoami xargs yes";

/// What Debian and Ubuntu have in `/usr/sbin`.
const DEBIAN_SYSTEM: &[&str] = &["groupadd", "groupdel", "groupmod", "useradd", "userdel", "usermod"];

/// What else lies in `/usr/bin` there.
const DEBIAN: &[&str] = &["apt", "apt-get", "dash", "dpkg", "getent"];

/// What the recorded stand-ins of Ubuntu have.
const STAND_IN: &str = "bash cat chgrp chmod chown cp date dd df echo env head hostname id ln ls mkdir mknod mv printenv ps pwd rm rmdir sleep stat \
    tail test touch tr true uname wc whoami grep sed setpriv sh";

/// `busybox APPLET …`, `busybox --list`
pub fn applet(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let mut known = BUSYBOX.split_whitespace();
    match args[1].as_str() {
        "--list" => {
            known.for_each(|name| streams.say(name));
            Ok(0)
        }
        flag if flag.starts_with("--") => Err(Stop::NotSimulated(format!("busybox {flag}"))),
        name if known.any(|known| known == name) => session.execute(&args[1..], streams),
        name => {
            streams.complain(format!("{name}: applet not found"));
            Ok(127)
        }
    }
}

/// An image's programs: the directories of its tool set, and what else it has.
#[derive(Clone, Debug, Default)]
pub struct Programs {
    sets: Vec<(&'static str, &'static [&'static str])>,
    own: Vec<(&'static str, String)>,
}

impl Programs {
    /// Where a program is found by its name; a path is itself.
    pub fn path_of(&self, name: &str) -> Option<String> {
        if name.contains('/') {
            return Some(name.to_owned());
        }
        let mut places = crate::simulate::session::PATH.split(':');
        places
            .find(|place| self.in_directory(place).is_some_and(|mut names| names.any(|known| known == name)))
            .map(|place| format!("{place}/{name}"))
    }

    /// The programs in `directory`; `None` when it is no directory of programs.
    pub fn in_directory(&self, directory: &str) -> Option<impl Iterator<Item = &str>> {
        let sets = self.sets.iter().filter(move |(place, _)| *place == directory);
        let own = self.own.iter().filter(move |(place, _)| *place == directory);
        let known = sets.clone().next().is_some() || own.clone().next().is_some();
        known.then(|| sets.flat_map(|(_, names)| names.iter().copied()).chain(own.map(|(_, name)| name.as_str())))
    }
}

fn words(text: &'static str, cell: &'static OnceLock<Vec<&'static str>>) -> &'static [&'static str] {
    cell.get_or_init(|| text.split_whitespace().collect())
}

/// What an image has.
pub fn programs(image: &Image) -> Programs {
    static SETS: [OnceLock<Vec<&'static str>>; 3] = [const { OnceLock::new() }; 3];
    let sets: Vec<(&'static str, &'static [&'static str])> = match image.tools {
        Some(Tools::Busybox) => vec![("/bin", words(BUSYBOX, &SETS[0]))],
        Some(Tools::Alpine) => vec![("/bin", words(BUSYBOX, &SETS[0])), ("/sbin", &["apk"]), ("/usr/bin", &["getent"])],
        Some(Tools::Debian) => vec![("/usr/bin", words(GNU, &SETS[1])), ("/usr/bin", DEBIAN), ("/usr/sbin", DEBIAN_SYSTEM)],
        Some(Tools::Gnu) => vec![("/usr/bin", words(STAND_IN, &SETS[2])), ("/bin", &["bash", "sh"])],
        Some(Tools::None) | None => Vec::new(),
    };
    let system = ["nginx", "adduser", "addgroup", "deluser", "delgroup"];
    let place = |program: &String| if system.contains(&program.as_str()) { "/usr/sbin" } else { "/usr/bin" };
    Programs { sets, own: image.programs.iter().map(|program| (place(program), program.clone())).collect() }
}
