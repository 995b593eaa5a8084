// Made by scripts/font-metrics.mjs from Inter 400 and 600. First code point, then advance widths in base 36, thousandths of the size.
export const interWidths: Readonly<Record<'regular' | 'semibold', readonly (readonly [number, string])[]>> = {
  regular: [
    [
      32,
      '7t 80 cy hl hu ra hw 8c a5 a5 dx ie 80 cs 80 a0 hj bb gy h6 hy gh h8 fq h7 h8 80 8e ie ie ie e7 qu j6 i6 ka k2 gp ge kq kn 7h fv io fp p3 kx l9 hr l9 hw hu hy ko j6 rd iy iv hh a5 a0 a5 d3 co 8z fm h0 fv h0 g7 aa h1 gf 6q 6q f9 6q oc gf go h0 h0 ag eo 93 gf fm mq f6 fm fc bu 99 bu ie',
    ],
    [
      160,
      '7t 80 fv gz k5 fa 7i fs gf pe cm g7 ie 0 ii da co ie ca ce 8z ga gr 80 7g 8g de g7 ma nj oi e7 j6 j6 j6 j6 j6 j6 rm ka gp gp gp gp 7h 7h 7h 7h kf kx l9 l9 l9 l9 l9 ie l9 ko ko ko ko iv ho h4 fm fm fm fm fm fm ph fv g7 g7 g7 g7 6q 6q 6q 6q g7 gf go go go go go ie go gf gf gf gf fm h0 fm j6 fm j6 fm j6 fm ka fv ka fv ka fv ka fv k2 jq kf h0 gp g7 gp g7 gp g7 gp g7 gp g7 kq h1 kq h1 kq h1 kq h1 kn gf lk gf 7h 6q 7h 6q 7h 6q 7h 6q 7h 6q nb dg fv 6q io f9 el fp 6q fp 6q fp 9g fn 9z gj 6q kx gf kx gf kx gf 0 kx gf l9 go l9 go l9 go rx rs hw ag hw ag hw ag hu eo hu eo hu eo hu eo hy 93 hy ag hy 93 ko gf ko gf ko gf ko gf ko gf ko gf rd mq iv fm iv hh fc hh fc hh fc 8q',
    ],
    [
      913,
      'j6 i6 g3 ix gp hh kn l9 7h io j6 p3 kx i8 l9 kn hr 0 j5 hy iv og iy og le 7h iv ig ex gf 7n gf ig gk fm g8 ex e5 gf h9 7n el hu ga gb fj go gt h0 ft hc cy gf k1 ft lm md',
    ],
    [8208, '9y 9y i0 dw rs rs db cl 79 79 6p 79 c8 c8 bp c8 dn dn fn fn 80 g0 o0'],
    [
      8304,
      'cr 5i 0 0 cs c8 cc ba ci cc bx bx bx 7h 7h c3 cr 8g ca ce cs c8 cc ba ci cc bx bx bx 7h 7h 0 b5 bl bv b5 cj',
    ],
    [8592, 'qi n6 qi n6'],
    [8706, 'hm 0 0 j1 ix 0 0 0 0 0 0 0 0 k3 0 hm ie 0 0 0 0 0 0 0 hh 0 0 0 q0'],
    [8776, 'ie 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 ie 0 0 0 ie ie'],
  ],
  semibold: [
    [
      32,
      '70 8x ej hw i2 rw if 92 ad ad f0 ip 8v cx 8v aj ic br hb ho ii h0 hs g0 hs hs 8v 95 ip ip ip f3 rr k8 ib kh k2 gt gc kt kq 7p g4 jj fp pm l3 ld hx lh i4 i2 ic kg k8 sc k0 jt i4 ad aj ad dd d1 9r fy hc g7 hc gf at hd h0 7a 7a ft 7a p0 h0 gx hc hc b1 f9 9t h0 gb nb ft gc fq cn 9z cn ip',
    ],
    [
      160,
      '70 8x g7 hh kt fn 8s fs h0 pe cs hm ip 0 ig ck cq ip cm cv 9r h2 go 8v 98 90 dj hm n3 o6 p7 f3 k8 k8 k8 k8 k8 k8 s5 kh gt gt gt gt 7p 7p 7p 7p kv l3 ld ld ld ld ld ip ld kg kg kg kg jt ia hw fy fy fy fy fy fy pd g7 gf gf gf gf 7a 7a 7a 7a gi h0 gx gx gx gx gx ip gx h0 h0 h0 h0 gc hc gc k8 fy k8 fy k8 fy kh g7 kh g7 kh g7 kh g7 k2 kj kv hc gt gf gt gf gt gf gt gf gt gf kt hd kt hd kt hd kt hd kq h0 m5 h0 7p 7a 7p 7a 7p 7a 7p 7a 7p 7a ns ej g4 7a jj ft fq fp 7a fp 7a fp ah fx bn gq 7a l3 h0 l3 h0 l3 h0 0 l3 h0 ld gx ld gx ld gx s6 rk i4 b1 i4 b1 i4 b1 i2 f9 i2 f9 i2 f9 i2 f9 ic 9t ic bn ic 9t kg h0 kg h0 kg h0 kg h0 kg h0 kg h0 sc nb jt gc jt i4 fq i4 fq i4 fq 9a',
    ],
    [
      913,
      'k8 ib g5 k2 gt i4 kq ld 7p jj k8 pm l3 it ld kq hx 0 j8 ic jt op k0 op lm 7p jt j0 fb h0 8a h0 j0 gt gb gm fb em h0 hd 8a fq il h2 gt fj gx hf hc g6 hu dr h0 lg gf ml mw',
    ],
    [8208, 'bq bq hz dw rs rs ex d0 86 86 7k 86 e3 dx dc dx fc fc dz dz 8v hp qk'],
    [
      8304,
      'df 5z 0 0 da cv cw bm d3 cw cp cp cp 7w 7w cl df 90 cm cv da cv cw bm d3 cw cp cp cp 7w 7w 0 bk bx c7 bs d3',
    ],
    [8592, 'qi oh qi oh'],
    [8706, 'ia 0 0 j4 k2 0 0 0 0 0 0 0 0 kw 0 jl ip 0 0 0 0 0 0 0 i8 0 0 0 qu'],
    [8776, 'ip 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 ip 0 0 0 ip ip'],
  ],
}
